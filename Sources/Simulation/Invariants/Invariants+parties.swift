import CaseCore
import OrderedCollections

extension Invariants {
  /// Each organisation is notified at most once, and only where the workflow addresses it.
  func notices() -> [Breach] {
    let notified = decision.notices.map(\.organisation)
    return breach(.notices, if: Set(notified).count != notified.count, "someone is notified twice")
      + decision.notices.flatMap { notice in
        breach(.notices, if: !mayHear(notice), "\(notice.organisation) is notified \(notice.event)")
      }
      + leavers.flatMap { gone in
        let isTold = decision.notices.contains { $0.organisation == gone }
        return breach(.notices, if: !isTold, "\(gone) left and is not notified")
      }
  }

  private var leavers: [String] {
    (before?.root.parties ?? []).filter { $0.until == nil && after.party($0.organisation) == nil }.map(\.organisation)
  }

  private func mayHear(_ notice: Decision.Notice) -> Bool {
    let isForEveryone = taken.flatMap(\.notices).contains { $0.isForEveryone && $0.event == notice.event }
    if isForEveryone, isIn(after, notice.organisation) { return true }
    // Of a change in what one may read, whoever takes part is told; who may read what, a model of its own holds.
    if [Event.joined, Event.updated].contains(notice.event) { return isIn(after, notice.organisation) }
    if notice.event == Event.left { return leavers.contains(notice.organisation) }
    let addressed = Set(audience + ofTransfer + taken.flatMap(\.notices).flatMap(\.roles))
    if after.party(notice.organisation).map({ !$0.roles.isDisjoint(with: addressed) }) == true { return true }
    // Through a role in which it takes or took part.
    let isListed = { environment.directory.organisations[notice.organisation]?.roles.contains($0) == true }
    if addressed.contains(where: { workflow.roles[$0]?.through != nil && isListed($0) }),
      after.root.parties.contains(where: { $0.organisation == notice.organisation })
    {
      return true
    }
    if movedByCase.contains(where: { after.children[$0]?.party(notice.organisation) != nil }) { return true }
    let parts = entry.began.filter { _ in notice.event == Event.opened } + [entry.child].compactMap(\.self)
    return parts.contains { id in
      let isNew = entry.began.contains(id)
      return after.children[id]?.party(notice.organisation).map { isNew || !$0.roles.isDisjoint(with: addressed) }
        ?? false
    }
  }

  /// What came from another case is told to those of the state that it is in here.
  private var ofTransfer: [String] {
    guard case .transferred = entry.cause, let focus = after.instance(entry.child) else { return [] }
    return workflow.machines[focus.machine]?.states[focus.state]?.audience ?? []
  }

  private func isIn(_ instance: Case, _ organisation: String) -> Bool {
    instance.instances.contains { $0.instance.parties.contains { $0.organisation == organisation } }
  }

  /// Children that the entry is not about and that it moved: organisations with a part in one are notified.
  private var movedByCase: [String] {
    after.children.filter { id, child in
      id != entry.child && before?.children[id].map { $0.state != child.state } ?? false
    }.map(\.key)
  }

  func parties() -> [Breach] {
    let joins = taken.flatMap(\.joins) + deadlineJoins
    // Who comes along for a receipt, that command of the other case says.
    let comesAlong = if case .transferred = entry.cause { true } else { false }
    let lets = joins.contains(where: \.readsHistory)
    let leaves = !taken.flatMap(\.leaves).isEmpty
    return after.root.parties.filter { $0.until == nil }.flatMap { party -> [Breach] in
      guard let known = before?.party(party.organisation) else {
        let isNew = party.since == entry.revision || party.since == 1 && lets
        return breach(.parties, if: !isNew, "\(party.organisation) joins and reads from \(party.since)")
          + breach(.parties, if: before != nil && joins.isEmpty && !comesAlong, "\(party.organisation) joins unasked")
      }
      let isKept = party.since == known.since || party.since == 1 && lets || party.since == entry.revision
      let isSame = party.roles.isSuperset(of: known.roles) || leaves
      return breach(
        .parties,
        if: !isKept,
        "\(party.organisation) reads from \(party.since), and did from \(known.since)"
      )
        + breach(.parties, if: !isSame, "\(party.organisation) loses \(known.roles.subtracting(party.roles))")
    } + breach(.parties, if: !leavers.isEmpty && !leaves, "\(leavers) are gone unasked")
  }

  /// Nobody is given a role in the case that asks for something which the organisation does not meet that day.
  func conditions() -> [Breach] {
    let day = Amsterdam.date(at: attempt.at)
    return after.root.parties.filter { $0.until == nil }.flatMap { party in
      let gained = party.roles.subtracting(before?.party(party.organisation)?.roles ?? [])
      let met = environment.directory.organisations[party.organisation]?.conditions.filter { $0.value >= day } ?? [:]
      let lacking = gained.flatMap { workflow.roles[$0]?.conditions ?? [] }.filter { met[$0] == nil }
      return breach(.parties, if: !lacking.isEmpty, "\(party.organisation) joins without \(lacking)")
    }
  }

  private var deadlineJoins: [Transition.Join] {
    guard case .deadline(let name, let timer, _) = entry.cause, let machine = after.instance(entry.child)?.machine,
      let deadline = workflow.machines[machine]?.deadlines[name]
    else { return [] }
    switch before?.instance(entry.child)?.deadlines[name]?.timers[timer].kind {
    case .reminder(let index): return deadline.reminders[index].joins
    case .expiry: return deadline.joins
    case .warning, nil: return []
    }
  }
}
