import CaseCore
import OrderedCollections

/// An arrow that has to be there, read from the workflow without the code under test.
struct Edge: Hashable {
  var from: String
  var to: String
  var label: String
}

extension Machine {
  var edges: [Edge] {
    states.filter { !$1.isFinal }.flatMap { key, _ in
      let byCommand = commands.flatMap { name, command in
        transitions(for: name, in: key).compactMap(\.target).map { Edge(from: key, to: $0, label: command.label) }
      }
      let byDeadline = deadlines.values.filter { $0.states.contains(key) }.compactMap { deadline -> Edge? in
        guard case .review(let target) = deadline.expiry else { return nil }
        return Edge(from: key, to: target, label: deadline.label)
      }
      return byCommand + byDeadline
    }.filter { $0.from != $0.to }
  }
}
