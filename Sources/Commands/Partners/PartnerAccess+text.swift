import Foundation
import Server

/// What a partner's client needs, as it is written once.
extension PartnerAccess {
  var text: String {
    var lines = [
      "service \(service)", "host \(host)", "port \(port)", "tls \(tls ? "yes" : "no")", "vhost \(virtualHost)",
      "queue \(queue)",
    ]
    if let servers { lines.append("servers \(servers.map { "\($0.host):\($0.port)" }.joined(separator: ","))") }
    if let formerQueue { lines.append("former queue, to be emptied first \(formerQueue)") }
    lines += ["exchange \(exchange)", "user \(user)"]
    if let formerUser { lines.append("former user, which still works \(formerUser)") }
    if let password { lines.append("password \(password)") }
    if let certificate {
      lines += ["mechanism \(certificate.mechanism)", "common name of the certificate \(certificate.commonName)"]
    }
    return lines.joined(separator: "\n")
  }

  var json: String { get throws { try PartnerCommand.json(self) } }
}

extension PartnerCommand {
  /// One line of JSON.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
