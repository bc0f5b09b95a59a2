import CaseCore
import Foundation
import StoreBase

/// What a proposal comes to: what an organisation may now, and what it may once it is carried out.
///
/// It is computed again whenever it is asked for, and kept with the approval of it, so that it can be read later what was approved.
/// As it only tells something, what a later release adds is optional, and passed over.
public struct RightsPlan: Sendable, Hashable, Codable {
  /// What an organisation is and may at a moment.
  public struct Facts: Sendable, Hashable, Codable {
    public var name: String
    public var region: String
    public var roles: [String]
    public var isSuspended: Bool
    /// The names of the keys in force, each with its thumbprint (RFC 7638).
    public var keys: [String: String]
    /// On the broker: who may read which queues, and write to which exchange.
    public var users: [String]
    public var reads: [String]
    public var writes: String
    /// The conditions of taking part that it meets, each with the last day; `nil` where nothing was said of those yet.
    public var conditions: [String: String]?

    // As they are stored, whatever they are called here.
    private enum CodingKeys: String, CodingKey {
      case name, region, roles, isSuspended, keys, users, reads, writes, conditions
    }
  }

  /// A role that it gets, or that asks for the condition, in the last version of a workflow that is published.
  public struct Role: Sendable, Hashable, Codable {
    public var role: String
    public var workflow: String
    public var version: String
    /// What a holder may see of a case.
    public var access: String

    private enum CodingKeys: String, CodingKey { case role, workflow, version, access }
  }

  /// How far it reaches now. This moves with the cases, so it is no part of the digest.
  public struct Reach: Sendable, Hashable, Codable {
    /// The cases of which the organisation may read something now; of a version that is published those of its workflow that have not
    /// ended by destruction, and of cases that go over those that follow the former version.
    public var cases: Int64 = 0
    /// The cases of the region that it will work in, of which it can be given a part.
    public var regionCases: Int64 = 0
    /// Events that were not sent to it yet.
    public var waiting: Int64 = 0
    /// Of a merger: the cases, its content destroyed or not, that the organisation has an id for, and those of them that its successor
    /// has one for too.
    public var known: Int64?
    public var shared: Int64?
    /// Of a merger: what the organisation has to acknowledge still.
    public var outstanding: Int64?
    public var roles: [Role] = []

    public init() {}

    private enum CodingKeys: String, CodingKey { case cases, regionCases, waiting, known, shared, outstanding, roles }
  }

  public var change: RightsChange
  /// `nil` when it takes no part now.
  public var before: Facts?
  /// `nil` when it will take no part.
  public var after: Facts?
  public var reach = Reach()
  /// Of a merger: the organisation that comes in its place, as it is.
  public var successor: Facts?
  /// Of a mandate: the organisation that acts, as it is.
  public var agent: Facts?
  /// Of a mandate: the numbers of others that say who acts then.
  public var mandates: [Int64]?

  private enum CodingKeys: String, CodingKey { case change, before, after, reach, successor, agent, mandates }

  init(_ change: RightsChange, before: Facts?, after: Facts?) {
    (self.change, self.before, self.after) = (change, before, after)
  }

  /// - Parameter known: what the organisation is now.
  init(_ change: RightsChange, known: Facts?, handle names: PartnerNames) {
    self.change = change
    before = known
    after = known
    switch change.kind {
    case .enter:
      guard let organisation = change.entered else { break }
      var facts =
        known
        ?? Facts(
          name: "",
          region: "",
          roles: [],
          isSuspended: false,
          keys: [:],
          users: [PartnerNames.user(of: organisation.number)],
          reads: [names.events],
          writes: names.entrance
        )
      (facts.name, facts.region) = (organisation.name, organisation.region)
      facts.roles = organisation.roles.sorted()
      after = facts
    case .keys: after?.keys = Self.thumbprints(change.publicKeys ?? [])
    case .resume: after?.isSuspended = false
    case .suspend: after?.isSuspended = true
    case .remove, .merge: after = nil
    case .condition:
      if let condition = change.condition {
        let known = after?.conditions ?? [:]
        after?.conditions = known.merging([condition: change.validUntil?.description ?? ""]) { $1 }
      }
    case .endUser, .mandate, .endMandate, .publish, .upgrade, .keyring: break
    }
  }

  /// The roles that it does not have now.
  var newRoles: Set<String> { Set(after?.roles ?? []).subtracting(before?.roles ?? []) }

  /// By which it is approved and carried out. Kept with approvals: what goes into it never changes.
  public var digest: String {
    var hash = ChainHash("casusregie rights plan 1")
    hash.add(change.kind.rawValue)
    hash.add(change.organisation)
    hash.add(change.name)
    hash.add(change.region)
    Self.add(change.roles, to: &hash)
    Self.add(change.keys?.flatMap { [$0.name, $0.use, $0.point] }, to: &hash)
    hash.add(change.despiteCases ? 1 : 0)
    hash.add(change.despiteMessages ? 1 : 0)
    hash.add(before == nil ? 0 : 1)
    if let before { add(before, to: &hash) }
    if change.kind == .merge {
      hash.add(change.successor)
      hash.add(successor == nil ? 0 : 1)
      if let successor { add(successor, to: &hash) }
    }
    if let workflow = change.workflow { Self.add(workflow, to: &hash) }
    if let mandate = change.mandate { add(mandate, to: &hash) }
    if change.kind == .condition {
      hash.add(change.condition)
      hash.add(change.validUntil?.description)
      hash.add(change.condition.flatMap { before?.conditions?[$0] })
    }
    return PlanDigest(hash).text
  }

  private func add(_ mandate: MandateChange, to hash: inout ChainHash) {
    hash.add(mandate.agent)
    hash.add(mandate.workflow)
    Self.add(mandate.roles, to: &hash)
    hash.add(mandate.from.description)
    hash.add(mandate.until.description)
    hash.add(agent == nil ? 0 : 1)
    if let agent { add(agent, to: &hash) }
    Self.add(mandates?.map(String.init), to: &hash)
  }

  private static func add(_ workflow: WorkflowChange, to hash: inout ChainHash) {
    hash.add(workflow.workflow)
    hash.add(workflow.version)
    hash.add(workflow.text)
    hash.add(workflow.from)
    hash.add(workflow.fromText)
    add(workflow.names.flatMap { [$0.machine ?? "", $0.old, $0.new] }, to: &hash)
  }

  /// What matters of it for this change: a change of something else does not make the plan another one. Removing shuts out and ends
  /// keys before it is done, and may break off there.
  private func add(_ facts: Facts, to hash: inout ChainHash) {
    hash.add(facts.name)
    hash.add(facts.region)
    Self.add(facts.roles, to: &hash)
    if change.kind != .remove { hash.add(facts.isSuspended ? 1 : 0) }
    guard change.kind == .keys || change.kind == .resume else { return }
    Self.add(facts.keys.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }, to: &hash)
  }

  private static func add(_ texts: [String]?, to hash: inout ChainHash) {
    hash.add(texts.map { Int64($0.count) })
    for text in texts ?? [] { hash.add(text) }
  }
}
