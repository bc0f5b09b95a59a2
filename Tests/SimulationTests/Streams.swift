import CaseCore
import OrderedCollections

@testable import Simulation

/// What each organisation was told in one history, beside what was predicted.
struct Streams {
  /// What can happen to somebody's rights, to know that it did in some history.
  struct Kinds: OptionSet {
    let rawValue: Int

    static let invitation = Kinds(rawValue: 1)
    static let leaving = Kinds(rawValue: 2)
    static let comingBack = Kinds(rawValue: 4)
    static let handOver = Kinds(rawValue: 8)
    static let closing = Kinds(rawValue: 16)
    static let oneChildOnly = Kinds(rawValue: 32)
    static let receipt = Kinds(rawValue: 64)
    static let counting = Kinds(rawValue: 128)
    static let merger = Kinds(rawValue: 256)
    static let replay = Kinds(rawValue: 512)
    static let all = Kinds(rawValue: 1_023)
  }

  private(set) var kinds: Kinds = []
  /// The first event that was not predicted, or did not come.
  private(set) var fault: String?
  /// By organisation, in their order.
  private(set) var told: [String: [String]] = [:]

  init(_ steps: [Step], predictedBy projection: Projection) {
    var projection = projection
    for (number, step) in steps.enumerated() {
      let predicted = projection.take(step)
      note(step, projection)
      hold(step.decision, against: predicted, "step \(number + 1), \(step.command.cause)")
      guard fault == nil else { return }
    }
    guard let last = steps.last else { return }
    replay(steps)
    guard fault == nil else { return }
    let beforeCounting = projection
    count(last, &projection)
    if fault == nil { merge(last, steps.count, beforeCounting) }
  }

  /// The journal is read again from its first entry on: what its entries alone make of the case gives the same case, and on that the same
  /// commands tell everybody the same.
  private mutating func replay(_ steps: [Step]) {
    var replayed: Case?
    for (number, step) in steps.enumerated() {
      let outcome = step.environment.decider(at: step.at).decide(step.command, on: replayed)
      guard case .accepted(let again) = outcome, again.notices == step.decision.notices else {
        fault = "replayed, step \(number + 1), \(step.command.cause), tells something else"
        return
      }
      replayed = Case.replay([step.decision.entry], from: replayed ?? step.beginning)
      guard replayed == step.after else {
        fault = "the journal up to step \(number + 1), \(step.command.cause), makes another case"
        return
      }
    }
    kinds.insert(.replay)
  }

  /// Or one organisation is merged into another: a stranger, or one that takes part too.
  private mutating func merge(_ last: Step, _ number: Int, _ projection: Projection) {
    guard let merger = Merger(last, number) else { return }
    kinds.insert(.merger)
    var projection = projection
    let decision = merger.decision
    let predicted = projection.merge(
      merger.former.number,
      into: merger.successor.number,
      merger.decider.directory.organisations,
      from: last.after,
      to: decision.result,
      at: last.at
    )
    hold(decision, against: predicted, "\(merger.former.number) merged into \(merger.successor.number)")
    if fault == nil { fault = merger.leak }
  }

  /// At the end all deadlines are counted by other settings.
  private mutating func count(_ last: Step, _ projection: inout Projection) {
    let decider = Decider(
      workflow: last.environment.workflow.withOtherTerms,
      directory: last.environment.directory,
      calendar: last.environment.calendar,
      now: last.at
    )
    guard let decision = decider.recalculate(last.after)?.decision else { return }
    kinds.insert(.counting)
    let changed = decision.result.instances.filter { last.after.instance($0.child) != $0.instance }.map(\.child)
    let predicted = projection.recalculate(last.environment.directory.organisations, changed: changed)
    hold(decision, against: predicted, "counted by other settings")
  }

  private mutating func hold(_ decision: Decision, against predicted: [String: String], _ step: String) {
    let sent = Dictionary(decision.notices.map { ($0.organisation, $0.event) }) { "\($0) and \($1)" }
    for (organisation, event) in sent { told[organisation, default: []].append(event) }
    guard sent != predicted else { return }
    let different = Set(sent.keys).union(predicted.keys).filter { sent[$0] != predicted[$0] }.sorted()
    fault =
      "\(step): "
      + different.map { "\($0) was told \(sent[$0] ?? "nothing"), and not \(predicted[$0] ?? "nothing")" }
      .joined(separator: "; ")
  }

  private mutating func note(_ step: Step, _ projection: Projection) {
    let (before, after) = (step.before, step.after)
    for party in after.root.parties where party.until == nil {
      guard before?.party(party.organisation) == nil, before != nil else { continue }
      let wasThere = before?.root.parties.contains { $0.organisation == party.organisation } == true
      kinds.insert(wasThere ? .comingBack : .invitation)
    }
    if step.decision.notices.contains(where: { $0.event == "deelname-beeindigd" }) { kinds.insert(.leaving) }
    if let before, before.region != after.region { kinds.insert(.handOver) }
    if step.environment.isFinal(after.root) { kinds.insert(.closing) }
    for notice in step.decision.notices {
      let roles = after.party(notice.organisation)?.roles ?? []
      if roles.isEmpty, after.children.values.contains(where: { $0.party(notice.organisation) != nil }) {
        kinds.insert(.oneChildOnly)
      }
      let accesses = roles.map { projection.workflow.roles[$0]?.access }
      if !roles.isEmpty, accesses.allSatisfy({ $0 == .receipt }) { kinds.insert(.receipt) }
    }
  }
}

extension Step {
  /// The case before its first entry.
  fileprivate var beginning: Case {
    let (workflow, organisation) = (environment.workflow, decision.entry.actor?.organisation ?? "")
    return Case(
      workflow: workflow.key,
      version: workflow.version,
      machine: workflow.root,
      region: environment.directory.organisations[organisation]?.region ?? "",
      at: at
    )
  }
}
