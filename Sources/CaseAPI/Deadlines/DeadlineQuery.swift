import CaseCore
import CaseStore
import Foundation
import Hummingbird
import Requests

/// Which deadlines a request asks for, and where its page begins.
struct DeadlineQuery {
  let filter: DeadlineFilter
  let after: UUID?
  /// The parameters of the filter as they were sent, for the address of the next page.
  private let parameters: [(key: String, value: String)]

  private static let keys = ["stand", "regio", "rol", "casus", "voor"]

  init(_ request: Request) throws(InvalidRequest) {
    let query = try request.query(Set(Self.keys + ["na"]))
    let standings = DeadlineView.Standing.allCases.map(\.rawValue).joined(separator: ", ")
    filter = DeadlineFilter(
      standing: try query.value("stand", "Moet een van deze zijn: \(standings).", DeadlineView.Standing.init),
      region: try query.name("regio"),
      role: try query.name("rol"),
      alias: try query.value("casus", "Moet het id van een casus zijn.") { UUID(uuidString: $0) },
      // A text that is no date is told to its sender.
      before: try query.value("voor", "Moet een datum zijn, als 2026-05-04.") { try? CivilDate(iso8601: $0) }
    )
    after = try query.value("na", "Moet de waarde zijn uit «volgende» van de vorige bladzijde.") {
      UUID(uuidString: $0)
    }
    var parameters: [(String, String)] = []
    for key in Self.keys { if let value = try query.value(key, "", Self.name) { parameters.append((key, value)) } }
    self.parameters = parameters
  }

  /// The address of the page after a case.
  func address(after alias: UUID) -> String {
    let all = parameters + [("na", alias.uuidString.lowercased())]
    return "/v1/termijnen?" + all.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
  }

  private static func name(_ text: String) -> String? { text.isEmpty ? nil : text }

  private static func encoded(_ text: String) -> String {
    let plain = CharacterSet.alphanumerics.intersection(.init(charactersIn: "\u{0}"..."\u{7f}"))
      .union(.init(charactersIn: "-._~"))
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}
