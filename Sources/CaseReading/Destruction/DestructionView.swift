public import CaseCore
public import Foundation
import OrderedCollections
public import StoreBase

/// The record of a destruction as one person may read it.
public struct DestructionView: Sendable {
  /// The id under which the reader's organisation knew the case.
  public let alias: UUID
  public let reader: Actor
  /// The workflow under the version that the case followed; `nil` when this program cannot read it.
  public let workflow: Workflow?
  public let directory: Directory
  private let record: DestructionRecord
  /// The roles, that the reader acts in and holds, to which all of it is open.
  private let opening: Set<String>
  private let shown: Int64?

  /// - Returns: `nil` for someone who may not know that there was such a case.
  init?(_ record: DestructionRecord, alias: UUID, for actor: Actor, workflow: Workflow?, directory: Directory) {
    let held = actor.roles.intersection(directory.organisations[actor.organisation]?.roles ?? [])
    guard let reader = record.readers.first(where: { $0.organisation == actor.organisation }),
      !reader.roles.isDisjoint(with: held)
    else { return nil }
    self.record = record
    self.alias = alias
    self.reader = actor
    self.workflow = workflow
    self.directory = directory
    opening = reader.all.intersection(held)
    shown = reader.revision
  }

  /// All of it, and not only what concerns the reader's own organisation.
  public var seesAll: Bool { !opening.isEmpty }

  /// The last that the reader was shown.
  public var revision: Int64 { isOversight ? record.revision : shown ?? record.revision }
  public var at: Instant { record.at }
  public var workflowKey: String { record.workflow }
  public var version: String { record.version }
  public var state: String { record.state }
  public var command: String { record.command }
  public var ground: String { record.ground }
  public var completed: DestructionRecord.Act { record.completed }
  public var decided: [DestructionRecord.Act] { record.decided }

  /// Those that had the data; to a reader who does not see all, its own organisation alone.
  public var recipients: [DestructionRecord.Recipient] {
    record.recipients.filter { seesAll || $0.organisation == reader.organisation }
  }

  /// The declaration, and what else was recorded; empty for a reader who does not see all.
  public var fields: [String: Value] { seesAll ? record.fields : [:] }

  /// Who it was, by their id at the identity provider; `nil` for people of another organisation, except for oversight.
  public func person(_ act: DestructionRecord.Act) -> String? {
    act.organisation == reader.organisation || isOversight ? act.person : nil
  }

  var isOversight: Bool {
    opening.contains { workflow?.roles[$0]?.access == .oversight }
  }

  /// Whether the recipient is done: the part in which it answers has ended.
  public func isDone(_ recipient: DestructionRecord.Recipient) -> Bool {
    workflow?.machines[recipient.machine]?.states[recipient.state]?.isFinal ?? false
  }
}
