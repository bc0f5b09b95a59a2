import Foundation

/// The access token of whoever gives a command. It is no argument: arguments stand in lists of processes and in the history of
/// shells.
enum AccessToken {
  static let variable = "CASUSREGIE_TOKEN"

  enum Fault: Error, Hashable {
    case missing
    case unreadable(file: String)
  }

  /// - Parameter file: also a pipe, such as a shell makes of `<(fetch-token)`; `nil` takes it from the environment.
  static func read(file: String?) throws(Fault) -> String {
    let text = if let file { try contents(of: file) } else { ProcessInfo.processInfo.environment[variable] ?? "" }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else { throw .missing }
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
    }
  }

  var english: String {
    switch self {
    case .missing: "put your access token in \(AccessToken.variable), or in a file that you name with --token-file"
    case .unreadable(let file): "the access token in \(file) cannot be read"
    }
  }
}
