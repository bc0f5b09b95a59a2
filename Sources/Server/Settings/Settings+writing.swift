import CaseAPI
import Foundation

extension Settings {
  /// Writes the settings as a file that ``read(file:)`` understands. Secrets stay in their own files.
  func write(to path: String) throws {
    let sections: [String: [String: Any?]] = [
      "service": ["oin": service.oin, "url": service.url],
      "http": [
        "host": http.host, "port": http.port, "certificate": http.certificate, "key": http.key,
        "connections": http.limits.connections, "connectionsPerAddress": http.limits.connectionsPerAddress,
        "requests": http.limits.requests, "headerTime": Int(http.limits.headerTime.components.seconds),
        "idleTime": Int(http.limits.idleTime.components.seconds), "bodyTime": http.limits.bodyTime.components.seconds,
        "answerTime": Int(http.limits.answerTime.components.seconds),
        "behindProxy": http.behindProxy,
      ],
      "database": [
        "url": database.url, "passwordFile": database.passwordFile, "connections": database.connections,
        "ownerUrl": database.ownerURL, "ownerPasswordFile": database.ownerPasswordFile,
      ],
      "broker": [
        "url": broker.url, "passwordFile": broker.passwordFile, "managementUrl": broker.managementURL,
        "administrator": broker.administrator, "administratorPasswordFile": broker.administratorPasswordFile,
        "outageLimit": broker.outageLimit,
      ],
      "identity": ["issuer": identity.issuer, "audience": identity.audience],
      "deadlines": ["sweepLimit": deadlines.sweepLimit, "overdueLimit": deadlines.overdueLimit],
      "retention": ["eventDays": retention.eventDays, "timerDays": retention.timerDays],
      "security": ["plaintextOnLoopback": security.plaintextOnLoopback],
      "keyring": ["file": keyringFile], "workflows": ["folder": workflowsFolder], "log": ["level": logLevel],
      "local": ["folder": localFolder],
    ]
    let json = try JSONSerialization.data(
      withJSONObject: sections.mapValues { $0.compactMapValues { $0 } },
      options: [.prettyPrinted, .sortedKeys]
    )
    try json.write(to: URL(filePath: path), options: .atomic)
  }
}
