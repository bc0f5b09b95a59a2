import Foundation
import Server

extension LocalInstallation {
  /// The same with several database servers in its settings, of which the service uses the one that writes.
  package func naming(databasePorts ports: [Int]) async throws -> LocalInstallation {
    let file = Self.settingsFile(in: folder)
    try LocalSettings.name(databasePorts: ports, in: file)
    let settings = try await Settings.read(file: file.path, environment: [:], LocalMode.complete)
    return LocalInstallation(services: services, folder: folder, name: name, settings: settings)
  }
}

extension LocalSettings {
  fileprivate static func name(databasePorts ports: [Int], in file: URL) throws {
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    guard var sections = json as? [String: [String: Any]] else { throw CocoaError(.fileReadCorruptFile) }
    let servers = ports.map { "127.0.0.1:\($0)" }.joined(separator: ",")
    for name in ["url", "ownerUrl"] {
      guard let url = sections["database"]?[name] as? String, let database = url.split(separator: "/").last else {
        continue
      }
      sections["database"]?[name] = "\(url.prefix { $0 != "@" })@\(servers)/\(database)"
    }
    try LocalSettings(sections: sections).write(to: file)
  }
}
