import ArgumentParser
import CaseCore
import DutchMessages
import Server
import StoreAdministration

extension WorkflowCommand {
  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says of every running case what the move to another version comes to. Changes nothing.",
      discussion: """
        A case is named by its own id, which no party knows. The last line names the plan: «workflow upgrade» carries out
        exactly that plan, or refuses because something has changed since.

        Example: casusregie workflow plan --config casusregie.json aanvraag-omgevingsvergunning \\
          --from 1.0.0 --to 1.1.0 --map toetsing=beoordeling
        """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json
    }

    @OptionGroup var options: MoveOptions
    @Option(help: "How the plan is printed: text or json.") var format = Format.text

    func run() async throws {
      try await reporting {
        let administration = try Administration(await options.settings.read())
        switch format {
        case .text:
          let plan = try await administration.plan(options.order) { print($0.text) }
          print(plan.text)
        case .json:
          let lines = PlanJSON()
          let plan = try await administration.plan(options.order) { print(lines.line($0)) }
          print(lines.line(plan))
        }
      }
    }
  }

  /// Its former name is `migrate`, as of the command for the schema; scripts may still use that.
  struct Upgrade: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Moves running cases to another version, by a plan that «workflow plan» showed.",
      discussion: """
        Refuses, before anything is done, when the plan is another by now, or when no two administrators approved the move (workflow
        propose-upgrade). Each case moves in a transaction of its own and
        says so in its journal. Cases that cannot move stay and are listed. A case that changes during the run is left
        alone; then the exit code is 1, and a new plan has it.

        Example: casusregie workflow upgrade --config casusregie.json aanvraag-omgevingsvergunning \\
          --from 1.0.0 --to 1.1.0 --plan 3f2a...
        """,
      aliases: ["migrate"]
    )

    @OptionGroup var options: MoveOptions
    @Option(name: .customLong("plan"), help: "The plan, as «workflow plan» named it.") var digest: String

    func run() async throws {
      try await reporting {
        let administration = try Administration(await options.settings.read())
        let report = try await administration.carryOut(options.order, plan: digest) { id, result in
          switch result {
          case .moved: break
          case .stayed(let obstacles):
            print("\(id.text) stays: \(obstacles.map(\.dutch).joined(separator: " "))")
          case .changed: print("\(id.text) changed meanwhile: nothing was done to it")
          }
        }
        print("\(report.moved) moved, \(report.stayed) stay as planned, \(report.changed) changed meanwhile")
        guard report.changed == 0 else { throw Failure("make a new plan for the cases that changed meanwhile") }
      }
    }
  }
}
