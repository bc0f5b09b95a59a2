public import CaseCore
import Foundation
package import JOSE

/// Something that changes the rights of an organisation, or what cases go by, as it is proposed, or was done at once.
public struct RightsChange: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
    /// It is entered, or gets another name, region or roles.
    case enter
    /// It gets these keys in the place of those that it has.
    case keys
    /// It is let in again.
    case resume
    /// It takes part in nothing any more.
    case remove
    /// It is merged into another, which comes in its place.
    case merge
    /// It is shut out.
    case suspend
    /// The user that it had before its password was rotated is gone.
    case endUser = "end-user"
    /// A version of a workflow is published.
    case publish
    /// The running cases of a version go over to another.
    case upgrade
    /// The keyring has other keys that wrap the keys of cases.
    case keyring
    /// It meets a condition of taking part until some day.
    case condition
    /// Another organisation acts for it.
    case mandate
    /// That ended before its last day.
    case endMandate = "end-mandate"

    /// Whether one person does it at once, and a second one confirms it afterwards.
    public var asksConfirmation: Bool { self == .suspend || self == .keyring }
  }

  public struct Key: Sendable, Hashable {
    public var name: String
    /// `sig` or `enc`; of the keyring `current` for the key that wraps the keys of new cases, and `former` for the others.
    public var use: String
    /// Both coordinates on P-256, 64 bytes in base64; of the keyring empty, for nothing of such a key is written down but its name.
    public var point: String
  }

  public var kind: Kind
  /// The number of the organisation; empty of what is about a workflow or the keyring.
  public var organisation: String
  /// Of ``Kind/enter``, all that it will have.
  public var name: String?
  public var region: String?
  public var roles: [String]?
  /// Of ``Kind/keys``, all that will be in force; of ``Kind/keyring``, all that there are.
  public var keys: [Key]?
  /// Of ``Kind/remove``: also while it takes part in cases that have not ended, or while messages to or of it wait.
  public var despiteCases = false
  public var despiteMessages = false
  /// Of ``Kind/merge``: the number of the organisation that comes in its place.
  public var successor: String?
  /// Of ``Kind/publish`` and ``Kind/upgrade``.
  public var workflow: WorkflowChange?
  /// Of ``Kind/condition``: the condition, as workflows name it, and the last day on which it is met.
  public var condition: String?
  public var validUntil: CivilDate?
  /// Of ``Kind/mandate`` and ``Kind/endMandate``; the organisation is the principal.
  public var mandate: MandateChange?

  public init(_ kind: Kind, of organisation: String) {
    (self.kind, self.organisation) = (kind, organisation)
  }

  public static func enter(_ organisation: Organisation) -> RightsChange {
    var change = RightsChange(.enter, of: organisation.number)
    let composed = organisation.composed
    (change.name, change.region, change.roles) = (composed.name, composed.region, composed.roles.sorted())
    return change
  }

  package static func publish(_ workflow: WorkflowChange) -> RightsChange {
    var change = RightsChange(.publish, of: "")
    change.workflow = workflow
    return change
  }

  package static func upgrade(_ workflow: WorkflowChange) -> RightsChange {
    var change = RightsChange(.upgrade, of: "")
    change.workflow = workflow
    return change
  }

  package static func keys(_ keys: [ECPublicKey], of organisation: String) -> RightsChange {
    var change = RightsChange(.keys, of: organisation)
    change.keys = keys.map { Key(name: $0.name, use: $0.use.rawValue, point: $0.point.base64EncodedString()) }
      .sorted { ($0.use, $0.name) < ($1.use, $1.name) }
    return change
  }

  package static func condition(_ condition: String, of organisation: String, until day: CivilDate) -> RightsChange {
    var change = RightsChange(.condition, of: organisation)
    (change.condition, change.validUntil) = (condition, day)
    return change
  }

  package static func mandate(_ mandate: MandateChange, of principal: String) -> RightsChange {
    var change = RightsChange(mandate.number == nil ? .mandate : .endMandate, of: principal)
    change.mandate = mandate
    return change
  }

  /// - Parameters:
  ///   - current: the name of the key that wraps the keys of new cases.
  ///   - names: those of all.
  package static func keyring(current: String, names: [String]) -> RightsChange {
    var change = RightsChange(.keyring, of: "")
    change.keys = names.sorted().map { Key(name: $0, use: $0 == current ? "current" : "former", point: "") }
    return change
  }

  /// The organisation as it will be entered.
  public var entered: Organisation? {
    guard kind == .enter, let name, let region, let roles else { return nil }
    return Organisation(number: organisation, name: name, region: region, roles: Set(roles))
  }

  /// The keys that will be in force; `nil` when it is about none, or one of them is none.
  package var publicKeys: [ECPublicKey]? {
    guard kind == .keys, let keys else { return nil }
    let read = keys.compactMap { key in
      ECPublicKey.Use(rawValue: key.use).flatMap { use in
        Data(base64Encoded: key.point).flatMap { ECPublicKey(name: key.name, use: use, point: $0) }
      }
    }
    return read.count == keys.count ? read : nil
  }
}

/// Kept as an object with these members, and no others: one that is not known could widen what was approved.
extension RightsChange: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, organisation, name, region, roles, keys, despiteCases, despiteMessages, successor, workflow, condition
    case validUntil, mandate
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    let name = try members.decode(String.self, forKey: .kind)
    guard let kind = Kind(rawValue: name) else { throw UnknownMember(decoder.codingPath + [CodingKeys.kind]) }
    self.init(kind, of: try members.decode(String.self, forKey: .organisation))
    self.name = try members.decodeIfPresent(String.self, forKey: .name)
    region = try members.decodeIfPresent(String.self, forKey: .region)
    roles = try members.decodeIfPresent([String].self, forKey: .roles)
    keys = try members.decodeIfPresent([Key].self, forKey: .keys)
    despiteCases = try members.decode(Bool.self, forKey: .despiteCases)
    despiteMessages = try members.decode(Bool.self, forKey: .despiteMessages)
    successor = try members.decodeIfPresent(String.self, forKey: .successor)
    workflow = try members.decodeIfPresent(WorkflowChange.self, forKey: .workflow)
    condition = try members.decodeIfPresent(String.self, forKey: .condition)
    mandate = try members.decodeIfPresent(MandateChange.self, forKey: .mandate)
    validUntil = try members.decodeIfPresent(CivilDate.self, forKey: .validUntil)
  }
}

extension RightsChange.Key: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, use, point
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.members(CodingKeys.self)
    name = try members.decode(String.self, forKey: .name)
    use = try members.decode(String.self, forKey: .use)
    point = try members.decode(String.self, forKey: .point)
  }
}
