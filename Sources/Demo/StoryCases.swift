import Foundation
import OrderedCollections

/// The cases of a story, by their names in it, as the partners know them: what the events in the queue of each call them.
///
/// Whoever hears of a case for the first time hears of the one that the step is about, or of one whose deadline has just come.
struct StoryCases {
  /// What the partners received of one case, by the partner, in order.
  typealias Told = OrderedDictionary<String, [String]>

  private let partners: Partners
  /// By case and partner.
  private var ids: [String: [String: String]] = [:]
  /// By case, since the last ``take(of:)``.
  private var told: [String: Told] = [:]
  /// By case, since it was last shown.
  private var unshown: [String: Told] = [:]
  /// The cases that have begun.
  private(set) var begun: OrderedSet<String> = []

  init(_ partners: Partners) {
    self.partners = partners
    // What came of stories before is no part of this one.
    for (_, partner) in partners.all {
      _ = partner.received.takeNew()
      _ = partner.received.takeRecent()
    }
  }

  mutating func begin(_ name: String) { begun.append(name) }

  /// The case's id for a partner; `nil` for one that was never told of it.
  func id(of name: String, for partner: String) -> String? { ids[name]?[partner] }

  /// The id under which a partner can name the case: one that was never told of it can only guess.
  func guess(of name: String, by partner: String) -> String {
    id(of: name, for: partner) ?? UUID().uuidString.lowercased()
  }

  /// Notes what the partners received since the last time.
  /// - Parameters:
  ///   - names: the cases that a partner can first have heard of.
  ///   - isAlone: nothing else happened, so whoever hears of a case that it did not know has a second id of one that it did.
  /// - Throws: when that can have been more than one, and when it has.
  mutating func note(_ names: [String], isAlone: Bool = false) throws(DemoFailure) {
    for (partner, its) in partners.all {
      for id in its.received.takeNew() {
        let possible = names.filter { ids[$0]?[partner] == nil }
        guard possible.count < 2 else {
          throw DemoFailure("\(partner) first hears of one of \(possible): give them deadlines at other moments")
        }
        guard !possible.isEmpty || !isAlone else { throw DemoFailure("\(partner) knows \(names) by a second id") }
        if let name = possible.first { ids[name, default: [:]][partner] = id }
      }
      let recent = its.received.takeRecent()
      for name in begun.union(names) {
        let events = recent.filter { $0.subject == ids[name]?[partner] }.map(\.name)
        guard !events.isEmpty else { continue }
        told[name, default: [:]][partner, default: []] += events
        unshown[name, default: [:]][partner, default: []] += events
      }
    }
  }

  /// What the partners received of the case since the last time.
  mutating func take(of name: String) -> Told { told.removeValue(forKey: name) ?? [:] }

  /// What the partners received of each case since it was last shown.
  mutating func takeUnshown() -> [(name: String, told: Told)] {
    defer { unshown = [:] }
    return begun.compactMap { name in unshown[name].map { (name, $0) } }
  }
}
