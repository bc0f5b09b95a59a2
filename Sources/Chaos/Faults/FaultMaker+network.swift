/// A bad network between the instances and one kind of server.
extension FaultMaker {
  mutating func slowDown(_ way: Networks.Way) async -> Deed {
    let delay = chance(in: 20...400)
    let over = await spoil(way, .slow(.milliseconds(delay)))
    return Deed("\(delay) ms later each way; \(over)", undone: "at once again")
  }

  mutating func narrow(_ way: Networks.Way) async -> Deed {
    let rate = chance(in: 2_000...50_000)
    let over = await spoil(way, .narrow(rate))
    return Deed("\(rate) bytes a second for each connection; \(over)", undone: "wide again")
  }

  /// Neither side learns anything of the other, also not that it hung up.
  mutating func stall(_ way: Networks.Way) async -> Deed {
    let over = await spoil(way, .stalled)
    return Deed("nothing arrived; \(over)", undone: "what was on its way arrived")
  }

  /// Connections end in the middle of what they carry: a command, an answer, an event, a commit.
  mutating func cut(_ way: Networks.Way) async throws -> Deed {
    let cuts = (1...chance(in: 3...8)).map { _ in chance(in: 1...6_000) }
    let before = way.figures
    way.set(.cutting(cuts))
    do {
      try await wait(for: "\(cuts.count) cuts on each way") { way.links.contains { $0.link.isClear } }
    } catch {
      way.set(.clear)
      throw error
    }
    way.set(.clear)
    let over = way.figures - before
    let places = cuts.map(String.init).joined(separator: ", ")
    return Deed(
      "\(over.cuts) connections cut, after \(places) bytes more",
      undone: "\(over.connections) connections made again"
    )
  }

  private mutating func spoil(_ way: Networks.Way, _ condition: NetworkCondition) async -> String {
    let before = way.figures
    way.set(condition)
    await pause()
    way.set(.clear)
    let over = way.figures - before
    return "\(over.bytes) bytes on their way, \(over.connections) new connections"
  }
}
