import Foundation
import Identity

/// Where the service is reached. A token is only sent over TLS, or within this machine.
struct ServiceAddress: Hashable, CustomStringConvertible {
  static let variable = "CASUSREGIE_SERVICE"

  /// Without a slash at the end.
  let description: String

  var hasCertificate: Bool { description.lowercased().hasPrefix("https:") }

  /// - Parameter text: as it was typed; `nil` takes it from the environment.
  static func named(_ text: String?) throws(Failure) -> ServiceAddress {
    guard let text = text ?? ProcessInfo.processInfo.environment[variable], !text.isEmpty else {
      throw Failure(
        "Noem het adres van de dienst met --service, of zet het in \(variable).",
        code: 2
      )
    }
    return try ServiceAddress(text)
  }

  init(_ text: String) throws(Failure) {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      (1...65_535).contains(parts.port ?? 443), parts.user == nil, parts.password == nil, parts.query == nil,
      parts.fragment == nil
    else { throw Failure("«\(text)» is geen adres van een dienst, zoals https://casusregie.example.", code: 2) }
    switch parts.scheme?.lowercased() {
    case "https": break
    case "http" where LoopbackAddress.isNamed(by: host): break
    default:
      throw Failure("«\(text)»: een toegangstoken gaat alleen over https, of naar een dienst op deze machine.", code: 2)
    }
    description = String(text.reversed().drop { $0 == "/" }.reversed())
  }
}
