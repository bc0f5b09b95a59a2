import CaseCore
import CaseReading
import DeadlineAdministration
import DutchMessages
import Foundation
import Hummingbird
import OrderedCollections
import Requests

/// Which cases a request asks for, in which order, and where its page begins.
struct CaseQuery {
  let filter: CaseFilter
  let order: CaseOrder
  /// The place as it was sent; what it is a place in depends on the question.
  let after: String?
  /// The parameters as they were sent, for the address of the next page.
  let parameters: [(String, String)]

  static let list = "/v1/casussen"
  private static let keys = [
    "werkstroom", "fase", "verlopen", "opgeschort", "rol", "gewijzigdSinds", "inFaseSinds", "sorteer",
  ]

  /// Whether it is the list of all cases in the order that does not change: nothing has to be looked up for it.
  var asksForAll: Bool { filter.isEmpty && order == .id }

  /// What a place in the list holds for.
  var question: [String] { [Self.list] + parameters.flatMap { [$0.0, $0.1] } }

  /// - Throws: all that is wrong with it, but for names that no workflow has; see ``faults(in:)``.
  init(_ request: Request) throws(InvalidRequest) {
    let query = try request.query(Set(Self.keys + ["na"]))
    var faults: [FieldFault] = []
    func value<Value>(_ key: String, _ message: String, _ parse: (String) -> Value?) -> Value? {
      do throws(InvalidRequest) { return try query.value(key, message, parse) } catch { faults += error.faults }
      return nil
    }
    func name(_ key: String) -> String? {
      do throws(InvalidRequest) { return try query.name(key) } catch { faults += error.faults }
      return nil
    }
    filter = CaseFilter(
      workflow: name("werkstroom"),
      state: name("fase"),
      isOverdue: value("verlopen", Self.boolRule, Bool.init),
      isSuspended: value("opgeschort", Self.boolRule, Bool.init),
      awaited: name("rol"),
      // A text that is no moment is told to its sender.
      changedSince: value("gewijzigdSinds", Self.momentRule) { try? Instant(rfc3339: $0) },
      inPhaseSince: value("inFaseSinds", Self.dayRule) { try? CivilDate(iso8601: $0) }
    )
    order = value("sorteer", Self.orderRule, CaseOrder.init) ?? .id
    after = value("na", ListAddress.placeRule) { $0 }
    parameters = Self.keys.compactMap { key in value(key, "") { $0 }.map { (key, $0) } }
    guard faults.isEmpty else { throw InvalidRequest(faults) }
  }

  /// What is wrong with the names in it, by the versions that cases follow.
  func faults(in published: SettingsService.Published) -> [FieldFault] {
    // Nobody can tell which names a version has that cannot be read.
    guard published.unreadable.isEmpty else { return [] }
    let workflows = published.workflows
    let asked = filter.workflow.map { key in workflows.filter { $0.key == key } }
    let states = (asked ?? workflows).flatMap { $0.rootMachine?.states.keys.map { $0 } ?? [] }
    return [
      fault("werkstroom", filter.workflow, workflows.map(\.key), "Deze werkstroom is er niet."),
      asked == [] ? nil : fault("fase", filter.state, states, "Geen werkstroom waarnaar is gevraagd heeft deze fase."),
      fault("rol", filter.awaited, workflows.flatMap(\.roleNames), "Geen werkstroom kent deze rol."),
    ].compactMap(\.self)
  }

  private func fault(_ key: String, _ name: String?, _ known: [String], _ message: String) -> FieldFault? {
    guard let name, !known.contains(name) else { return nil }
    return .init(field: key, message: message + Spelling.hint(name, in: known))
  }

  private static let boolRule = "Moet true of false zijn."
  private static let momentRule = "Moet een tijdstip zijn, als 2026-05-04T13:30:00Z."
  private static let dayRule = "Moet een datum zijn, als 2026-05-04."
  private static let orderRule =
    "Moet een van deze zijn: \(CaseOrder.allCases.map(\.rawValue).joined(separator: ", "))."
}
