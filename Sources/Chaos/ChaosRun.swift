import Development
import Foundation

/// Two instances of the service, their database, their broker and the network between them, killed, frozen, filled, slowed and cut while
/// partners send every command three times: what is true in the end.
public struct ChaosRun: Sendable {
  private let options: ChaosOptions
  private let say: @Sendable (String) -> Void

  /// - Parameter say: gets a line for each thing that is done.
  public init(_ options: ChaosOptions, say: @escaping @Sendable (String) -> Void) {
    self.options = options
    self.say = say
  }

  public func run() async throws -> ChaosReport {
    let folder = FileManager.default.temporaryDirectory.appending(path: "casusregie-chaos-\(UUID().uuidString)")
    // What is left is in the system's temporary folder.
    defer { try? FileManager.default.removeItem(at: folder) }
    say("seed \(options.seed)")
    if let why = options.whyNoDisks { say("no disk will be full: \(why)") }
    let stage = try await ChaosStage.start(options, in: folder)
    do {
      let report = try await run(on: stage)
      await stage.stop()
      return report
    } catch {
      await stage.stop()
      throw error
    }
  }

  private func run(on stage: ChaosStage) async throws -> ChaosReport {
    let began = ContinuousClock.now
    let work = Task {
      await withDiscardingTaskGroup { group in
        for partner in stage.partners { group.addTask { await partner.run() } }
      }
    }
    defer { work.cancel() }
    for partner in stage.partners { await partner.setActing(true) }
    var faults = FaultMaker(stage, options, say: say)
    var stopped: [String] = []
    do {
      repeat {
        try await faults.round()
      } while ContinuousClock.now - began < options.length || faults.records.count < options.faults
      try await faults.last()
      for partner in stage.partners { await partner.setActing(false) }
      say("no more commands; waiting until everybody knows everything")
      try await Quiescence(stage: stage).wait()
    } catch let failure as ChaosFailure {
      // What came of it until then is told too.
      stopped.append("\(failure)")
    }
    try await stage.awaitReady()
    var memories: [ModelPartner.Memory] = []
    for partner in stage.partners { memories.append(await partner.memory) }
    var evidence = Evidence(stage: stage, memories: memories)
    try await evidence.check()
    var counts: [String: PartnerCounts] = [:]
    for partner in stage.partners { counts[partner.name] = await partner.result }
    work.cancel()
    return ChaosReport(
      seed: options.seed,
      workflow: URL(filePath: options.workflow).lastPathComponent,
      seconds: Int((ContinuousClock.now - began).components.seconds),
      faultsMade: Dictionary(uniqueKeysWithValues: faults.done.map { ($0.key.rawValue, $0.value) }),
      records: faults.records,
      notMade: options.whyNoDisks.map { ["disk of the database full: \($0)"] } ?? [],
      partners: counts,
      figures: evidence.figures,
      failovers: faults.failovers,
      brokerLosses: faults.losses,
      faults: stopped + faults.found + evidence.faults + missed(counts, faults.done)
    )
  }

  /// A run that did not meet what it is about proves nothing.
  private func missed(_ counts: [String: PartnerCounts], _ done: [Fault: Int]) -> [String] {
    let sum = counts.values.reduce(PartnerCounts(), +)
    var missed = Fault.all(of: options).filter { done[$0] == nil }.map { "not done: \($0.rawValue)" }
    guard !options.isCareless, !options.isOnlyFailover else { return missed }
    if sum.takenBack == 0 { missed.append("the restore took nothing back") }
    if sum.recovered == 0 { missed.append("nothing was lost on its way and got again") }
    return missed
  }
}
