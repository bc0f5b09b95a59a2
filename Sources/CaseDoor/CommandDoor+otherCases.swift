import CaseCore
import Foundation
import OrderedCollections
import Postgres
import StoreBase

/// A text by which a command names another case: the id under which the sender's organisation knows it.
struct OtherCaseName {
  let text: String
  let alias: UUID

  /// - Returns: `nil` for a text that is no id of any case.
  init?(_ text: String) {
    guard let alias = UUID(uuidString: text) else { return nil }
    (self.text, self.alias) = (text, alias)
  }
}

/// The other cases that a command names are read in the round trip of its own case, each by the id under which the sender's organisation
/// knows it. What the engine gets of them is what the sender may know; a case that there is not and one that is not the sender's are read,
/// opened and left out alike.
extension CommandDoor {
  /// The texts that may name other cases, by what is known before the case is: its version may have another command of that name.
  func likelyNames(in submission: Submission) -> [OtherCaseName] {
    guard case .command(let name, _) = submission.command.cause else { return [] }
    let key: String? = if case .newCase(let key) = submission.target { key } else { nil }
    let definitions = library.known.filter { key == nil || $0.key == key }.compactMap { workflow in
      workflow.machines.values.lazy.compactMap { $0.commands[name] }.first
    }
    let names = definitions.flatMap { $0.namesOfOtherCases(in: submission.command.fields) }
    return Self.each(names)
  }

  private static func each(_ texts: [String]) -> [OtherCaseName] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }.prefix(Field.mostOtherCases).compactMap(OtherCaseName.init)
  }

  static func find(_ name: OtherCaseName, for submission: Submission) -> Statement { find(naming(name, submission)) }

  /// What there is under the id of another case, with some case of the sender's in its place where there is none.
  func load(
    _ name: OtherCaseName,
    for submission: Submission,
    _ rows: Rows,
    on connection: isolated PostgresConnection
  ) throws -> Loaded? {
    do { return try load(Self.naming(name, submission), rows, on: connection) } catch {
      // A case that cannot be read is no case to refer to; whoever reads it is told what is wrong.
      guard StoreError.ofTheCase(error) != nil else { throw error }
      return nil
    }
  }

  /// The same sender, asking for the other case.
  private static func naming(_ name: OtherCaseName, _ submission: Submission) -> Submission {
    Submission(target: .alias(name.alias), command: submission.command)
  }

  /// The other cases that the command names and that its sender may know of, as the clock has them.
  /// - Parameter workflow: the version by which the command is decided; `nil` when the sender has no such case.
  func resolve(
    _ submission: Submission,
    _ loaded: Loaded,
    by workflow: Workflow?,
    on connection: isolated PostgresConnection
  ) throws -> [String: OtherCase] {
    guard case .command(let name, let actor) = submission.command.cause else { return [:] }
    let definition = workflow.flatMap { workflow in
      workflow.machines.values.lazy.compactMap { $0.commands[name] }.first
    }
    let named = try loaded.named.merging(
      late(submission, definition, besides: loaded.named, on: connection),
      uniquingKeysWith: { first, _ in first }
    )
    var resolved: [String: OtherCase] = [:]
    for (text, found) in named {
      guard let record = found.record ?? found.other else { continue }
      let other = try known(record, found, to: actor, on: connection)
      // A case does not refer to itself.
      guard found.record != nil, record.cipher.caseID != loaded.record?.cipher.caseID else { continue }
      resolved[text] = other
    }
    return resolved
  }

  /// Those of a version that was read just now: by its case, so nobody knew before what the command names.
  private func late(
    _ submission: Submission,
    _ definition: CommandDefinition?,
    besides known: [String: Loaded],
    on connection: isolated PostgresConnection
  ) throws -> [String: Loaded] {
    let texts = definition?.namesOfOtherCases(in: submission.command.fields) ?? []
    let names = Self.each(texts).filter { known[$0.text] == nil }
    guard !names.isEmpty else { return [:] }
    let answers = try connection.pipeline(names.map { Self.find($0, for: submission) })
    return try zip(names, answers).reduce(into: [:]) { late, read in
      late[read.0.text] = try load(read.0, for: submission, read.1, on: connection)
    }
  }

  private func known(
    _ record: CaseRecord,
    _ found: Loaded,
    to actor: Actor,
    on connection: isolated PostgresConnection
  ) throws -> OtherCase? {
    do {
      let decider = try decider(for: record, found, on: connection)
      let instance = decider.catchUp(record.instance, from: found.earlier).last?.result ?? record.instance
      return decider.otherCase(record.cipher.caseID.uuidString.lowercased(), instance, for: actor)
    } catch StoreError.workflowUnknown {
      return nil
    }
  }
}
