extension SimulationReport {
  /// For people who write a workflow.
  public var text: String {
    var lines = [
      "\(workflow) \(version): \(accepted) commands in scenarios and \(walks) walks",
      "  states       \(states.text)", "  transitions  \(transitions.text)", "  guards       \(guards.text)",
    ]
    for (what, share) in [("state", states), ("transition", transitions), ("guard, both ways,", guards)] {
      lines += share.missing.map { "  not seen: \(what) \($0)" }
    }
    lines += ["", "days in a phase: median, range, times"] + stays.map(\.text)
    lines +=
      ["", "deadlines: met, missed"]
      + deadlines.map { "  \("\($0.machine)/\($0.deadline)".padded)\($0.met), \($0.missed)" }
    lines += ["", "refusals"] + refusals.sorted { $0.key < $1.key }.map { "  \($0.key.padded)\($0.value)" }
    return lines.joined(separator: "\n")
  }
}

extension SimulationReport.Share {
  fileprivate var text: String { "\(seen) of \(total)" }
}

extension SimulationReport.Stay {
  fileprivate var text: String { "  \("\(machine)/\(state)".padded)\(median), \(shortest) - \(longest), \(count)" }
}

extension String {
  fileprivate var padded: String { count < 48 ? self + String(repeating: " ", count: 48 - count) : self + " " }
}
