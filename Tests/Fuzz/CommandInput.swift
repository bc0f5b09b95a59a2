import CaseCore
import Foundation
import OrderedCollections
import Requests
import StrictJSON
import WorkflowFiles

/// A list of commands, each as the body of a request, decided one after another on one case of a workflow that is shipped.
/// Whoever sends them holds every role, so that nothing is refused for that alone.
enum CommandInput {
  private static let workflow: Workflow = {
    let file = "workflows/aanvraag-omgevingsvergunning/workflow.yaml"
    do { return try WorkflowFile.load(String(contentsOfFile: file, encoding: .utf8), name: file) } catch {
      // Without a workflow nothing would be tried, and that would look like success.
      fatalError("\(file), from the root of the repository: \(error)")
    }
  }()
  private static let roles = Set(workflow.roles.keys)
  private static let actor = Actor(subject: "iemand", organisation: "00000099000000000101", roles: roles)
  private static let directory = Directory([
    Organisation(number: actor.organisation, name: "Alles", region: "voorbeeldstad", roles: roles)
  ])
  /// 5 January 2026, 10:00.
  private static let morning = Amsterdam.startOfDay(CivilDate(dayNumber: 20_458)).adding(seconds: 36_000)

  static func take(_ bytes: [UInt8]) {
    guard let items = (try? JSONReader.read(bytes))?.items else { return }
    var instance: Case?
    for (index, item) in items.prefix(12).enumerated() {
      let body = CommandBody(item, starts: instance == nil)
      guard body.faults.isEmpty else { continue }
      let decider = Decider(
        workflow: workflow,
        directory: directory,
        calendar: .standard,
        now: morning.adding(seconds: Int64(index) * 86_400)
      )
      let command = Command(
        cause: .command(name: body.command, by: actor),
        child: body.child,
        fields: body.fields,
        ground: body.ground
      )
      if case .accepted(let decision) = decider.decide(command, on: instance) {
        mustHold(decision.result.revision == (instance?.revision ?? 0) + 1, "a command is one revision")
        instance = decision.result
      }
    }
  }
}
