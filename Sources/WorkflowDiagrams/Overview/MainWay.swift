/// The way through a machine when nothing comes between. No workflow says which one that is; it is the longest from the first state
/// to a final one that only goes down the file, where states are in the order in which a case passes through them. Of a case that can begin in
/// several states the first state is that of the first start.
///
/// Two things count against it, for they lead aside: a state in which people decide what happens next, and an arrow that three
/// states or more have alike, such as a withdrawal. Where nothing leads around them they are on the way all the same.
struct MainWay {
  private static let worth = 1
  private static let shared = -2

  /// Their keys, the first state first.
  let states: [String]

  init(_ machine: MachineDrawing) {
    let keys = machine.states.map(\.key)
    let shared = Set(machine.junctions.filter(\.isShared).flatMap { way in way.from.map { [$0, way.to] } })
    var best = [machine.initial: Way(states: [machine.initial], score: 0)]
    for (place, key) in keys.enumerated() {
      guard let way = best[key] else { continue }
      for state in machine.states[(place + 1)...] {
        guard machine.arrows.contains(where: { $0.from == key && $0.to == state.key }) else { continue }
        var score = way.score + (state.kind == .review ? -Self.worth : Self.worth)
        if shared.contains([key, state.key]) { score += Self.shared }
        let longer = Way(states: way.states + [state.key], score: score)
        if best[state.key].map(longer.isBetter) ?? true { best[state.key] = longer }
      }
    }
    let final = machine.states.filter { $0.kind == .final }.compactMap { best[$0.key] }
    let ends = final.isEmpty ? keys.compactMap { best[$0] } : final
    states = ends.reduce(ends[0]) { $1.isBetter($0) ? $1 : $0 }.states
  }

  private struct Way {
    var states: [String]
    var score: Int

    func isBetter(_ other: Way) -> Bool {
      score > other.score || score == other.score && states.count < other.states.count
    }
  }
}
