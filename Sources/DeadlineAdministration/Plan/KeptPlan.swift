import CaseCore
import Foundation
import Postgres
import SettingsStore
import StoreBase

/// A plan as it is kept with the approval of it, so that it can be read later what was approved.
///
/// As JSON with the members of `CodingKeys`, here and in the types in it. It is written once and only tells something, so what a
/// later release adds is optional, and passed over.
struct KeptPlan: Sendable, Codable {
  /// One case, by its own id: whoever reads it sees the id that their organisation knows it by.
  struct Item: Sendable, Codable {
    var id: UUID
    var workflow: String
    var region: String
    var deadlines: [DeadlineChange]
    var atOnce: [Consequence]

    private enum CodingKeys: String, CodingKey {
      case id, workflow, region, deadlines, atOnce
    }
  }

  /// A person reads it, and a case takes some 300 bytes.
  private static let most = 5_000

  var plan = SettingsPlan()
  /// In the order of the ids. Where there are more, those in which something expires at once go first.
  private(set) var items: [Item] = []
  /// How many more there were.
  private(set) var omitted = 0

  private enum CodingKeys: String, CodingKey {
    case plan, items, omitted
  }

  mutating func add(_ planned: PlannedSettings) {
    let item = Item(
      id: planned.caseID,
      workflow: planned.workflow,
      region: planned.region,
      deadlines: planned.deadlines,
      atOnce: planned.atOnce
    )
    guard items.count >= Self.most else { return items.append(item) }
    omitted += 1
    if !item.atOnce.isEmpty, let last = items.lastIndex(where: \.atOnce.isEmpty) {
      items.remove(at: last)
      items.append(item)
    }
  }

  /// Encrypted, and bound to the proposal and the digest with which it is approved.
  func sealed(for proposal: Int64, keyring: Keyring) throws(StoreError) -> Data {
    // It consists of texts and numbers: there is nothing that JSON cannot say.
    guard let plain = try? JSONEncoder().encode(self) else { throw .corrupt("a plan that cannot be written") }
    return try AuthenticatedCipher.seal(plain, key: keyring.administration, at: Self.place(proposal, plan.digest))
  }

  static func place(_ proposal: Int64, _ digest: String) -> Data { Data("settings plan \(proposal) \(digest)".utf8) }
}

extension SettingsJournal {
  /// Keeps the plan with the entry that approves it.
  static func keep(
    _ plan: Data,
    with entry: SettingsEntry,
    on connection: isolated PostgresConnection
  ) throws(PostgresError) {
    try connection.query(insertPlan.bind(entry.number, plan))
  }

  /// - Returns: `nil` for an approval of before plans were kept.
  static func plan(
    of entry: SettingsEntry,
    keyring: Keyring,
    on connection: isolated PostgresConnection
  ) throws -> KeptPlan? {
    guard let row = try connection.query(selectPlan.bind(entry.number)).first else { return nil }
    let what = "the plan of entry \(entry.number) of the settings"
    let plain = try AuthenticatedCipher.open(
      row[0],
      key: keyring.administration,
      at: KeptPlan.place(entry.proposal, entry.plan ?? ""),
      what
    )
    do { return try JSONDecoder().decode(KeptPlan.self, from: plain) } catch { throw StoreError.corrupt(what) }
  }

  private static let insertPlan = PreparedQuery("insert into settings_plan (number, content) values ($1, $2)")
  private static let selectPlan = PreparedQuery("select content from settings_plan where number = $1")
}
