import CaseCore
import OrderedCollections

extension Simulation {
  /// What was covered so far.
  public var report: SimulationReport { report(of: coverage) }

  /// The same, for walks only.
  public var walkReport: SimulationReport { report(of: walked) }

  private func report(of coverage: Coverage) -> SimulationReport {
    let inventory = coverage.inventory
    let states = inventory.states.indices.map { index in
      (
        path: ["machines", inventory.states[index].machine, "states", inventory.states[index].state],
        isSeen: coverage.states[index] > 0
      )
    }
    let transitions = inventory.sites.indices.map {
      (path: inventory.sites[$0].path, isSeen: coverage.transitions[$0] > 0)
    }
    let guards = inventory.guards.indices.map {
      (path: inventory.guards[$0], isSeen: coverage.holding[$0] > 0 && coverage.failing[$0] > 0)
    }
    return SimulationReport(
      workflow: workflow.key,
      version: workflow.version,
      walks: walks,
      accepted: coverage.accepted,
      states: .init(states),
      transitions: .init(transitions),
      guards: .init(guards),
      stays: stays,
      deadlines: ended,
      refusals: coverage.refusals
    )
  }

  private var stays: [SimulationReport.Stay] {
    workflow.machines.flatMap { key, machine in
      machine.states.keys.compactMap { state -> SimulationReport.Stay? in
        guard let times = durations.stays[key]?[state]?.sorted(), let first = times.first, let last = times.last else {
          return nil
        }
        return .init(
          machine: key,
          state: state,
          count: times.count,
          median: times[times.count / 2].days,
          shortest: first.days,
          longest: last.days
        )
      }
    }
  }

  private var ended: [SimulationReport.Ended] {
    workflow.machines.flatMap { key, machine in
      machine.deadlines.keys.map { name in
        let ends = durations.ends[key]?[name] ?? .init()
        return .init(machine: key, deadline: name, met: ends.met, missed: ends.missed)
      }
    }
  }
}

extension SimulationReport.Share {
  fileprivate init(_ things: [(path: [String], isSeen: Bool)]) {
    total = things.count
    seen = things.count { $0.isSeen }
    // For people, who count from 1.
    missing = things.filter { !$0.isSeen }.map { thing in
      thing.path.map { part in Int(part).map { "\($0 + 1)" } ?? part }.joined(separator: "/")
    }
  }
}

extension Int64 {
  /// Microseconds in days, to a tenth.
  fileprivate var days: Double { (Double(self) / 8_640_000_000).rounded() / 10 }
}
