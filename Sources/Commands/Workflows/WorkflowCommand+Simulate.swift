import ArgumentParser
import CaseCore
import Foundation
import OrderedCollections
import Simulation
import WorkflowFiles

extension WorkflowCommand {
  struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Plays the scenarios of a workflow and walks through it at random, without a database.",
      discussion: """
        Says what was covered, and fails when a scenario goes otherwise than it says, or when something is not as it must be
        in every case: then with the commands that show it.
        Example: casusregie workflow simulate workflows/aanvraag-omgevingsvergunning --walks 5000
        """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    @Argument(help: "The folder of the workflow.")
    var folder: String

    @Option(help: "How many walks.")
    var walks = 1_000

    @Option(help: "How many steps a walk has at most.")
    var steps = 50

    @Option(help: "What the walks follow from: the same seed walks the same.")
    var seed: UInt64 = 1

    @Option(help: "Plays only this scenario, and no walks.")
    var scenario: String?

    @Option(help: "text or json.")
    var format = Format.text

    func validate() throws {
      guard walks >= 0, steps > 0 else { throw ValidationError("There are no fewer than 0 walks, of 1 step.") }
    }

    func run() async throws {
      let broken: Int
      do throws(WorkflowFileError) { broken = try simulate() } catch {
        complain("\(error)")
        broken = error.faults.count
      }
      guard broken == 0 else { throw Failure("\(broken) failure\(broken == 1 ? "" : "s")") }
    }

    /// - Returns: the number of failures.
    private func simulate() throws(WorkflowFileError) -> Int {
      let workflow = try WorkflowFolder.load(folder).workflow
      let scenarios = try ScenarioFolder(folder)
      var simulation = Simulation(workflow, organisations: scenarios.organisations.values, seed: seed)
      var broken = 0
      do throws(Counterexample) {
        broken = try play(scenarios, in: &simulation)
        if scenario == nil { try walk(&simulation) }
      } catch {
        complain("\(error)")
        broken += 1
      }
      show(simulation.report)
      return broken
    }

    private func play(_ scenarios: ScenarioFolder, in simulation: inout Simulation) throws(Counterexample) -> Int {
      var broken = 0
      for name in scenario.map({ [$0] }) ?? scenarios.names {
        let found: Scenario
        do throws(WorkflowFileError) { found = try scenarios.scenario(name) } catch {
          complain("\(error)")
          broken += error.faults.count
          continue
        }
        let failures = try simulation.play(found)
        failures.forEach { complain("\($0)") }
        broken += failures.count
      }
      return broken
    }

    private func walk(_ simulation: inout Simulation) throws(Counterexample) {
      let isWatched = isatty(STDERR_FILENO) == 1
      defer { if isWatched { complain("\r\u{1B}[K", terminator: "") } }
      for number in 1...max(walks, 1) where number <= walks {
        if isWatched, number.isMultiple(of: 50) { complain("\r\(number) of \(walks) walks", terminator: "") }
        try simulation.walk(steps: steps)
      }
    }

    private func show(_ report: SimulationReport) {
      guard format == .json else { return print(report.text) }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      // A report is numbers and texts: there is none that cannot be written.
      if let data = try? encoder.encode(report) { print(String(decoding: data, as: UTF8.self)) }
    }

    private func complain(_ text: String, terminator: String = "\n") { Terminal.writeErrorAsIs(text + terminator) }
  }
}
