import ArgumentParser
import Chaos
import Commands
import Demo
import Foundation
import LocalServices

struct ChaosCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chaos",
    abstract:
      "Kills, freezes, fills, slows and cuts service, broker and database while partners work, and looks whether all is well in the end.",
    discussion: """
      Two instances of the service, a database and a broker of their own. Partners send every command three times, and keep to
      docs/events.md and docs/partners alone. Everything dies and stands still in turn; the disk of the database is full, the broker
      is short of memory and of disk; the network to both is slow, narrow, stalled and cut; the clock jumps ahead and back; a queue is emptied, the standby of the
      database takes over, the database is put back from a backup. Then: no command lost or done twice, answers alike, every partner complete, no deadline early or twice. Exit code 1 names each fault.

      The order of the faults and what they do follow from the seed; when exactly they strike does not. What each did and how it was undone goes to standard
      error, and with --format json to the outcome. Disks are full only as root: they are mounted, which only this process sees.

      With --broker-nodes 3 the broker is a cluster: its leading node dies, and all but one, whereupon nothing may be told. With --cuts
      the leading node is cut off from the others too; scripts/chaos-cut runs it in a network namespace that takes that.

      Example: casusregie-dev chaos --seed 7 --minutes 30 --broker-away 120
      Example: casusregie-dev chaos --faults 200 --lasting 2 --between 3
      Example: casusregie-dev chaos --failover --minutes 2
      """
  )

  @Option(
    help:
      "The folder of the workflow; what people say is taken from its scenarios. Else the first of workflows/ that lists stories for a demonstration."
  )
  var workflow: String?
  @Option(help: "How many of the organisations of the scenarios work, the first ones.") var partners = 4
  @Option(help: "What decides about the order of the faults; another each time, when it is left out.") var seed: UInt64?
  @Option(help: "For how many minutes rounds follow each other. Each round has every fault; there is one at least.")
  var minutes = 0
  @Option(help: "How many faults there are at least; the last round is made whole.") var faults = 0
  @Option(help: "For how many seconds a fault lasts, at most, of those that last.") var lasting = 4.0
  @Option(help: "How many commands are answered between two faults, at most.") var between = 6
  @Option(help: "For how many seconds the broker is away.") var brokerAway = 3
  @Option(help: "Of how many nodes the broker is a cluster.") var brokerNodes = 1
  @Flag(help: "Cuts a node of the broker off from the others, in a network namespace for that.") var cuts = false
  @Flag(help: "A control that has to fail: partners that do not look at epochs.") var careless = false
  @Flag(help: "Only this: the database is killed, its standby takes over, and the dead one comes back as standby.")
  var failover = false
  @Option(help: "How the outcome is printed: text or json.") var format = Format.text

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  func run() async throws {
    try await reporting {
      // Begins this program anew when it may mount file systems.
      let whyNoDisks = failover ? "only the standby takes over" : try await MountNamespace.enter()
      let options = ChaosOptions(
        workflow: try workflow ?? Demonstration.workflow(in: "workflows"),
        partners: partners,
        seed: seed ?? .random(in: 0..<1_000_000),
        length: .seconds(60 * minutes),
        faults: faults,
        lasting: .seconds(lasting),
        between: between,
        brokerAway: .seconds(brokerAway),
        brokerNodes: brokerNodes,
        cutsNodes: cuts && brokerNodes > 1,
        whyNoDisks: whyNoDisks,
        isCareless: careless,
        isOnlyFailover: failover
      )
      let began = ContinuousClock.now
      let report = try await ChaosRun(options) { line in
        // The outcome alone goes to standard output.
        let seconds = (ContinuousClock.now - began).components.seconds
        FileHandle.standardError.write(Data("\(seconds) s: \(line)\n".utf8))
      }.run()
      print(try format == .json ? report.json : report.text)
      guard report.faults.isEmpty else { throw Failure("\(report.faults.count) faults, with the seed \(options.seed)") }
    }
  }
}
