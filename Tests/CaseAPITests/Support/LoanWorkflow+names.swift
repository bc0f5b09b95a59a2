import CaseCore
import OrderedCollections

extension Workflow {
  /// The same small process where people call a case by a name, and a note can name an earlier case, which lists the one with the note.
  func namingCases() -> Workflow {
    var workflow = self
    workflow.namesCases = true
    var field = Field(
      label: "Eerder",
      kind: .otherCase(workflow: key, states: []),
      requirement: .never,
      isPersonal: false
    )
    field.isListed = true
    workflow.machines[root]?.commands["noteren"]?.fields["eerder"] = field
    return workflow
  }
}
