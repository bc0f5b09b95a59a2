public import Foundation

/// Where a local service keeps its data, settings and log.
public enum LocalFolder: Sendable {
  /// Kept between runs; made when it is not there.
  case kept(URL)
  /// In the system's temporary folder, gone when the service stops.
  case temporary
}

/// The folder of one service.
struct ServiceFolder: Sendable {
  let url: URL
  let isTemporary: Bool

  /// Makes the folder when it is not there. Others may pass through it, as the `postgres` user must, but not list it.
  init(_ folder: LocalFolder, service: String) throws(LocalServiceError) {
    switch folder {
    case .kept(let url):
      self.url = url.standardizedFileURL
      isTemporary = false
    case .temporary:
      let name = "casusregie-\(service)-\(UInt64.random(in: .min ... .max))"
      url = FileManager.default.temporaryDirectory.appending(path: name)
      isTemporary = true
    }
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: url.path)
    } catch {
      throw .folderUnusable(folder: url.path, reason: error.localizedDescription)
    }
  }

  func path(_ name: String) -> String {
    url.appending(path: name).path
  }

  /// Writes a file that only its owner may read.
  func write(_ text: String, to name: String) throws(LocalServiceError) {
    let made = FileManager.default.createFile(
      atPath: path(name),
      contents: Data(text.utf8),
      attributes: [.posixPermissions: 0o600]
    )
    guard made else { throw .folderUnusable(folder: url.path, reason: "cannot write \(name)") }
  }

  /// The secret of the service's administrator: random, made once, kept as long as the folder.
  func password() throws(LocalServiceError) -> String {
    // No such file means a new folder.
    if let known = try? String(contentsOfFile: path("password"), encoding: .utf8), !known.isEmpty { return known }
    let password = Self.secret()
    try write(password, to: "password")
    return password
  }

  static func secret() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<32).map { _ in letters[Int.random(in: letters.indices)] })
  }

  /// The lines of the log that tell why the service ended: the first that speak of an error, and the last of all. In
  /// between, RabbitMQ takes hundreds of lines to stop its applications one by one.
  func tellingLogLines() -> [String] {
    guard let log = FileManager.default.contents(atPath: path("service.log")) else { return [] }
    let lines = String(decoding: log, as: UTF8.self).split(separator: "\n")
    let errors = lines.dropLast(5).filter(Self.speaksOfError).prefix(10)
    return (errors + lines.suffix(5)).map { String($0.prefix(500)) }
  }

  private static func speaksOfError(_ line: Substring) -> Bool {
    ["error", "FATAL", "PANIC", "FAILED"].contains { line.contains($0) }
  }
}
