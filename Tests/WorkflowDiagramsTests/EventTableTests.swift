import CaseCore
import OrderedCollections
import Testing
import WorkflowDiagrams

@Suite("The table of the events that a workflow names") struct EventTableTests {
  @Test("Who gets a type and when: of a command, of what a child does in the case, and of the end of a deadline")
  func rows() throws {
    var workflow = try Permit.workflow
    func notice(_ event: String, everyone: Bool = false) -> Transition {
      Transition(
        notices: [
          .init(event: event, roles: everyone ? [] : ["vth"], isForEveryone: everyone, asksAcknowledgement: everyone)
        ]
      )
    }
    workflow.machines["aanvraag"]?.commands["aanvullen"]?.label = "Aanvullen | meer"
    workflow.machines["aanvraag"]?.on["aanvullen"] = [notice("aangevuld"), notice("bijgewerkt")]
    workflow.machines["aanvraag"]?.deadlines["beslistermijn"]?.event = "te-laat"
    let command = try #require(workflow.machines["advies"]?.commands.keys.first)
    workflow.machines["advies"]?.on[command] = [Transition(root: [notice("verbeterd", everyone: true)])]
    let label = try #require(workflow.machines["advies"]?.commands[command]?.label)
    #expect(
      try WorkflowDiagram(workflow).drawn(as: .events) == """
        | soort | naar | bij |
        |---|---|---|
        | `aangevuld` | Toezicht en handhaving | «Aanvullen &#124; meer» |
        | `te-laat` | Gemeente | het einde van de termijn «Beslistermijn» |
        | `verbeterd` | ieder die de zaak ooit kon lezen; te bevestigen | «\(label) (Advies)» |

        """
    )
  }

  @Test("A label is text in it, and nothing else") func hostile() throws {
    var workflow = try Subject.hostile.workflow
    for key in workflow.machines.keys {
      for name in workflow.machines[key]?.deadlines.keys ?? [] {
        workflow.machines[key]?.deadlines[name]?.event = "te-laat"
      }
    }
    let text = try WorkflowDiagram(workflow).drawn(as: .events)
    #expect(text.contains("`te-laat`"))
    for line in text.split(separator: "\n") {
      #expect(!line.contains(Subject.barb) && (!line.hasPrefix("|") || line.hasSuffix("|")))
    }
  }
}
