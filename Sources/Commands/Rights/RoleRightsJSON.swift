import CaseCore
import OrderedCollections
import Server

/// What a role may do and read, for programs. Members are only added.
struct RoleRightsJSON: Encodable {
  let workflow: String
  let version: String
  let role: String
  let label: String
  let access: String
  /// Absent for a role in which organisations join.
  let through: String?
  let acts: [Act]
  let sights: [Sight]

  struct Act: Encodable {
    let machine: String
    /// Absent for the command that begins a case.
    let state: String?
    let command: String
    let label: String
    let standing: String
    let ballot: String?
    let decision: String?
    let apart: String?
    let vouched: Bool
    let narrowed: Bool
  }

  struct Sight: Encodable {
    let machine: String
    let state: String
    let extent: String
    let withheld: [String]
    let added: [String]
    let named: [String]
  }

  init(_ role: String, _ rights: Administration.WorkflowRights) {
    let (source, table) = (rights.workflow, rights.table.only(role))
    workflow = source.key
    version = source.version
    self.role = role
    label = source.roles[role]?.label ?? role
    access = source.roles[role]?.access.rawValue ?? ""
    through = source.roles[role]?.through?.rawValue
    acts = table.acts.map { act in
      Act(
        machine: act.machine,
        state: act.state,
        command: act.command,
        label: source.machines[act.machine]?.commands[act.command]?.label ?? act.command,
        standing: act.standing.rawValue,
        ballot: act.ballot?.action.rawValue,
        decision: act.ballot?.decision,
        apart: act.apart?.rawValue,
        vouched: act.acceptsVouched,
        narrowed: act.isNarrowed
      )
    }
    sights = table.sights.map { sight in
      Sight(
        machine: sight.machine,
        state: sight.state,
        extent: sight.extent.rawValue,
        withheld: sight.withheld,
        added: sight.added,
        named: sight.named
      )
    }
  }
}
