import Foundation

/// The access token of whoever gives a command. It is no argument: arguments stand in lists of processes and in the history of
/// shells.
enum AccessToken {
  static let variable = "CASUSREGIE_TOKEN"

  enum Fault: Error, Hashable {
    case missing
    case unreadable(file: String)
    /// It has what no token has, such as a space or a second line.
    case malformed
  }

  /// - Parameter file: also a pipe, such as a shell makes of `<(fetch-token)`; `nil` takes it from the environment.
  static func read(file: String?) throws(Fault) -> String {
    let text = if let file { try contents(of: file) } else { ProcessInfo.processInfo.environment[variable] ?? "" }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else { throw .missing }
    // What is in a header of HTTP, and nothing that could begin another one.
    guard token.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .malformed }
    return token
  }

  private static func contents(of file: String) throws(Fault) -> String {
    guard let handle = FileHandle(forReadingAtPath: file) else { throw .unreadable(file: file) }
    do { return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self) } catch {
      throw .unreadable(file: file)
    }
  }
}

extension AccessToken.Fault {
  var dutch: String {
    switch self {
    case .missing:
      "Zet uw toegangstoken in \(AccessToken.variable), of in een bestand dat u met --token-file noemt."
    case .unreadable(let file): "Het toegangstoken in \(file) kan niet worden gelezen."
    case .malformed: "Wat als toegangstoken is opgegeven, is er geen."
    }
  }

  var english: String {
    switch self {
    case .missing: "put your access token in \(AccessToken.variable), or in a file that you name with --token-file"
    case .unreadable(let file): "the access token in \(file) cannot be read"
    case .malformed: "what was given as an access token is none"
    }
  }
}
