import CaseCore
import CaseReading
import Foundation
import Hummingbird
import Requests
import StoreBase

/// Which deadlines a request asks for, and where its page begins.
struct DeadlineQuery {
  let filter: DeadlineFilter
  let after: UUID?
  /// The parameters of the filter as they were sent, for the address of the next page.
  private let parameters: [(String, String)]
  private let reader: CaseReader
  private let actor: Actor

  private static let keys = ["stand", "regio", "rol", "casus", "voor"]

  init(_ request: Request, by actor: Actor, _ reader: CaseReader) throws(InvalidRequest) {
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
    var parameters: [(String, String)] = []
    for key in Self.keys { if let value = try query.value(key, "", Self.name) { parameters.append((key, value)) } }
    let question = Self.question(parameters)
    after = try query.value("na", ListAddress.placeRule) { reader.position($0, for: actor, in: question) }
    self.parameters = parameters
    self.reader = reader
    self.actor = actor
  }

  /// The address of the page after a case.
  func address(after alias: UUID) throws(StoreError) -> String {
    let place = try reader.place(after: alias, for: actor, in: Self.question(parameters))
    return ListAddress.text(Self.list, parameters + [("na", place)])
  }

  private static let list = "/v1/termijnen"

  private static func question(_ parameters: [(String, String)]) -> [String] {
    [list] + parameters.flatMap { [$0.0, $0.1] }
  }

  private static func name(_ text: String) -> String? { text.isEmpty ? nil : text }
}
