import CaseCore
import OrderedCollections

/// Derives the findings, each with its place in the file.
///
/// Transitions that several states share by one text are judged as one: a transition is dead only when it is dead in every
/// reachable state that has the same list of alternatives. And two alternatives are ambiguous only when both depend on the
/// case only (not on what the sender says), both can hold at once and each without the other, and they lead to different
/// states: when one is the special case of the other, their order is intended.
struct Verdict {
  let model: Model
  let reach: Reach
  let children: [ChildReach]

  init(_ model: Model, _ reach: Reach, _ children: [ChildReach]) {
    self.model = model
    self.reach = reach
    self.children = children
  }

  var findings: [Finding] { unreachable + dead + endless }

  var diagrams: DecisionDiagrams { model.diagrams }

  private var inventory: Inventory { model.inventory }

  // MARK: - States

  private var unreachable: [Finding] {
    states(model.root, reach.situations) + children.flatMap { states($0.frame, $0.situations) }
  }

  private func isReached(_ state: String, _ frame: Frame, _ situations: DecisionDiagrams.Node) -> Bool {
    diagrams.and(situations, model.space.set(frame.state, frame.number(state))) != DecisionDiagrams.none
  }

  /// Of states that follow from one another, only the first.
  private func states(_ frame: Frame, _ situations: DecisionDiagrams.Node) -> [Finding] {
    let missing = frame.stateNames.filter { !isReached($0, frame, situations) }
    let inMissing = missing.flatMap { inventory.choices(frame.key, $0) }.flatMap(\.sites)
    let following = Set(inMissing.compactMap { inventory.sites[$0].transition.target })
    let first = missing.filter { frame.machine.firstStates.contains($0) || !following.contains($0) }
    return (first.isEmpty ? missing.prefix(1) : first[...]).map { state in
      let message = "In «\(state)» komt nooit een zaak: wat erheen leidt, kan nooit."
      return Finding(kind: .unreachable, fault: .init(["machines", frame.key, "states", state], message), steps: [])
    }
  }

  // MARK: - Transitions

  /// Alternatives, with the situations in which they are evaluated.
  struct Tried {
    let list: [Transition]
    let sites: Range<Int>
    let definition: CommandDefinition?
    let scope: Model.Scope
    let command: String?
    /// The situations, with the input of the command and without the effects of the alternatives themselves.
    let heard: DecisionDiagrams.Node
    let passed: Set<Int>
    /// The situations of the case around it.
    var around = DecisionDiagrams.all
  }

  private var dead: [Finding] {
    let all = tried
    let groups = Dictionary(grouping: all.indices) { Pair(list: all[$0].list, command: all[$0].command) }
    return all.indices.flatMap { index -> [Finding] in
      let tried = all[index]
      let group = groups[Pair(list: tried.list, command: tried.command)] ?? []
      guard group.first == index else { return [] }
      let silent = tried.list.indices.compactMap { number -> Finding? in
        let isTaken = group.contains { all[$0].passed.contains(all[$0].sites.lowerBound + number) }
        return isTaken ? nil : never(tried, number)
      }
      return silent + ambiguous(tried)
    }
  }

  private struct Pair: Hashable {
    let list: [Transition]
    let command: String?
  }

  private func never(_ tried: Tried, _ number: Int) -> Finding {
    let site = inventory.sites[tried.sites.lowerBound + number]
    let verdicts = site.transition.requirements.map { model.holds($0.guard, tried.scope, tried.command) }
    if let index = verdicts.firstIndex(where: { diagrams.and(tried.heard, $0) == DecisionDiagrams.none }) {
      let fault = WorkflowFault(site.path + ["guard", "\(index)"], "Deze voorwaarde geldt hier nooit.")
      return Finding(kind: .never, fault: fault, steps: [])
    }
    guard diagrams.and(tried.heard, model.space.all(verdicts)) != DecisionDiagrams.none else {
      return Finding(kind: .never, fault: .init(site.path, "Deze voorwaarden gelden hier nooit tegelijk."), steps: [])
    }
    let message = "Hier komt het nooit van: als de voorwaarden gelden, geldt altijd al een eerdere mogelijkheid."
    return Finding(kind: .hidden, fault: .init(site.path, message), steps: [])
  }

  private func ambiguous(_ tried: Tried) -> [Finding] {
    var findings: [Finding] = []
    for later in tried.list.indices {
      for earlier in 0..<later where areAmbiguous(tried, earlier, later) {
        let message =
          "Deze mogelijkheid en een eerdere (nummer \(earlier + 1)) kunnen tegelijk gelden en leiden naar verschillende "
          + "toestanden; geen van beide is een bijzonder geval van de andere."
        let site = inventory.sites[tried.sites.lowerBound + later]
        findings.append(Finding(kind: .ambiguous, fault: .init(site.path, message), steps: []))
      }
    }
    return findings
  }

  private func areAmbiguous(_ tried: Tried, _ earlier: Int, _ later: Int) -> Bool {
    let (one, other) = (tried.list[earlier], tried.list[later])
    guard let first = one.target, let second = other.target, first != second else { return false }
    let asks = (one.requirements + other.requirements).contains { requirement in
      tried.definition.map { requirement.guard.depends(on: $0) } ?? false
    }
    guard !asks else { return false }
    model.used = []
    let left = model.holds(one.requirements, tried.scope, tried.command)
    let right = model.holds(other.requirements, tried.scope, tried.command)
    // Whether two things outside the model can hold at once is unknown.
    guard model.used.isEmpty else { return false }
    let both = diagrams.and(left, right)
    return [both, diagrams.subtract(left, right), diagrams.subtract(right, left)]
      .allSatisfy { diagrams.and(tried.heard, $0) != DecisionDiagrams.none }
  }

  // MARK: - What is tried where

  private var tried: [Tried] {
    let own =
      begun + tried(model.root, reach.situations, reach.passed)
      + children.flatMap { tried($0.frame, $0.situations, $0.passed) }
    return own + consequences(of: own)
  }

  /// The ways in which a case begins, but for those into a state that is never reached: that is said already.
  private var begun: [Tried] {
    let starts = inventory.starts.filter { start in
      inventory.sites[start.sites].allSatisfy { isReached($0.transition.target ?? "", model.root, reach.situations) }
    }
    return starts.map { start in
      Tried(
        list: inventory.sites[start.sites].map(\.transition),
        sites: start.sites,
        definition: start.definition,
        scope: .frame(model.root),
        command: start.command,
        heard: model.heardAtBeginning(start).image(of: DecisionDiagrams.all, in: diagrams) { _ in },
        passed: reach.passed
      )
    }
  }

  private func tried(_ frame: Frame, _ situations: DecisionDiagrams.Node, _ passed: Set<Int>) -> [Tried] {
    frame.stateNames.filter { !frame.isFinal($0) && isReached($0, frame, situations) }.flatMap { state in
      inventory.choices(frame.key, state).map { choice in
        let before: [Move] = [.require(model.space.set(frame.state, frame.number(state)))]
        let moves = model.heard(choice.command, choice.definition, choice.sites, frame, before: before)
        return Tried(
          list: inventory.sites[choice.sites].map(\.transition),
          sites: choice.sites,
          definition: choice.definition,
          scope: .frame(frame),
          command: choice.command,
          heard: diagrams.and(moves.image(of: situations, in: diagrams) { _ in }, around(frame, state)),
          passed: passed,
          around: around(frame, state)
        )
      }
    }
  }

  /// The results that a guard on the case can have, seen from a child.
  private func around(_ frame: Frame, _ state: String) -> DecisionDiagrams.Node {
    model.children[frame.key].map { model.around($0, in: state, reach.situations) } ?? DecisionDiagrams.all
  }

  private func consequences(of own: [Tried]) -> [Tried] {
    let commands = own.flatMap { tried in
      tried.sites.filter { tried.passed.contains($0) }.map {
        (tried.command, tried.definition, inventory.sites[$0].consequences, tried.around)
      }
    }
    let deadlines = children.flatMap { child in
      child.frame.machine.deadlines.keys.map {
        (
          String?.none, CommandDefinition?.none, inventory.consequences(ofDeadline: $0, in: child.frame.key),
          reach.situations
        )
      }
    }
    return (commands + deadlines).filter { !$0.2.isEmpty }.map { command, definition, sites, around in
      Tried(
        list: inventory.sites[sites].map(\.transition),
        sites: sites,
        definition: definition,
        scope: .frame(model.root),
        command: command,
        heard: model.withoutCounts(around),
        passed: reach.passed
      )
    }
  }

  // MARK: - Ends

  private var endless: [Finding] {
    let finals = model.root.stateNames.indices.filter { model.root.isFinal(model.root.stateNames[$0]) }
    let end = diagrams.and(reach.situations, model.space.set(model.root.state, finals))
    let trapped = diagrams.subtract(reach.situations, reach.leading(to: end, diagrams))
    guard trapped != DecisionDiagrams.none, let (steps, place) = reach.path(to: trapped, diagrams) else { return [] }
    let state = model.root.stateNames.first { isReached($0, model.root, place) } ?? ""
    let message =
      "Vanuit «\(state)» is, na deze stappen, geen eindtoestand meer te bereiken: \(steps.joined(separator: ", "))."
    return [
      Finding(kind: .endless, fault: .init(["machines", model.root.key, "states", state], message), steps: steps)
    ]
  }
}
