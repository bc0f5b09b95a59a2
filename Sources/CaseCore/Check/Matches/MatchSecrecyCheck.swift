import OrderedCollections

/// Proves that nobody but the contact of a case can notice that another case may be about the same person: the children that say so are
/// made by the service alone, are read and moved by the contact alone, and cause nothing in the case; and nothing else looks at them.
struct MatchSecrecyCheck {
  let index: WorkflowIndex
  private var workflow: Workflow { index.workflow }

  func faults() -> [WorkflowFault] {
    workflow.matches.values.flatMap { match -> [WorkflowFault] in
      guard let machine = workflow.machines[match.found], match.found != workflow.root else { return [] }
      let path = ["machines", match.found]
      return readers(match, machine, at: path) + givers(match, machine, at: path) + clock(match, machine, at: path)
        + effects(match) + looks(match) + mentions(match) + makers(match)
    }
  }

  private func fault(_ path: [String], _ message: String, _ match: IdentityMatch) -> WorkflowFault {
    .init(path, message, basis: [.all(of: path), .all(of: ["match"]), .all(of: ["machines", match.found])])
  }

  private func told(_ roles: [String], _ match: IdentityMatch, at path: [String]) -> [WorkflowFault] {
    roles.enumerated().filter { $1 != match.contact }.map { index, _ in
      fault(path + ["\(index)"], "Van «\(match.found)» hoort alleen «\(match.contact)».", match)
    }
  }

  // MARK: - Who reads it, and who acts in it

  private func readers(_ match: IdentityMatch, _ machine: Machine, at path: [String]) -> [WorkflowFault] {
    machine.states.flatMap { told($1.audience, match, at: path + ["states", $0, "audience"]) }
      + machine.commands.flatMap { told($1.audience ?? [], match, at: path + ["commands", $0, "audience"]) }
  }

  private func givers(_ match: IdentityMatch, _ machine: Machine, at path: [String]) -> [WorkflowFault] {
    machine.commands.flatMap { told($1.roles, match, at: path + ["commands", $0, "roles"]) }
  }

  private func clock(_ match: IdentityMatch, _ machine: Machine, at path: [String]) -> [WorkflowFault] {
    machine.deadlines.flatMap { name, deadline -> [WorkflowFault] in
      let path = path + ["after", name]
      let joins = deadline.allJoins.isEmpty ? [] : [fault(path, "Om «\(match.found)» treedt niemand toe.", match)]
      let causes = deadline.root.isEmpty ? [] : [causes(path + ["case"], match)]
      return told(deadline.roles, match, at: path + ["notify"]) + joins + causes
        + deadline.warnings.enumerated().flatMap { told($1.roles, match, at: path + ["warn", "\($0)", "to"]) }
        + deadline.reminders.enumerated().flatMap { told($1.roles, match, at: path + ["remind", "\($0)", "to"]) }
    }
  }

  private func causes(_ path: [String], _ match: IdentityMatch) -> WorkflowFault {
    fault(path, "Wat «\(match.found)» in de zaak teweegbrengt, zien anderen ook.", match)
  }

  private func effects(_ match: IdentityMatch) -> [WorkflowFault] {
    index.places(in: match.found).flatMap { place -> [WorkflowFault] in
      let transition = place.transition
      return (transition.root.isEmpty ? [] : [causes(place.path + ["case"], match)])
        + transition.notices.enumerated().flatMap { index, notice -> [WorkflowFault] in
          let path = place.path + ["notify", "\(index)"]
          return notice.isForEveryone
            ? [fault(path, "Van «\(match.found)» hoort alleen «\(match.contact)».", match)]
            : told(notice.roles, match, at: path + ["to"])
        }
    }
  }

  // MARK: - What looks at it

  /// What is possible, who is awaited and whether a deadline runs is shown, and follows from guards.
  private func looks(_ match: IdentityMatch) -> [WorkflowFault] {
    workflow.machines.keys.flatMap(index.conditions).filter { condition in
      guard case .children(let children) = condition.guard else { return false }
      return children.machine == match.found && !condition.path.starts(with: ["machines", match.found])
    }.map {
      fault($0.path + ["children"], "Wie «\(match.found)» niet mag zien, zou het hieraan merken.", match)
    }
  }

  /// Fields and facts that name one.
  private func mentions(_ match: IdentityMatch) -> [WorkflowFault] {
    workflow.machines.filter { $0.key != match.found }.flatMap { key, machine -> [WorkflowFault] in
      let fields = machine.commands.flatMap { command, definition -> [[String]] in
        let isForContact = definition.audience == [match.contact] && definition.sharing == nil
        return definition.fields.filter { $1.kind.names(match.found) && !isForContact }.map {
          ["machines", key, "commands", command, "fields", $0.key]
        }
      }
      let facts = machine.facts.filter { $1.kind.names(match.found) }.map { ["machines", key, "facts", $0.key] }
      return (fields + facts).map {
        fault($0, "Wie «\(match.found)» niet mag zien, zou het hier lezen (audience: \(match.contact)).", match)
      }
    }
  }

  private func makers(_ match: IdentityMatch) -> [WorkflowFault] {
    index.places(in: workflow.root).flatMap { place in
      place.transition.starts.enumerated().filter { $1.machine == match.found }.map { index, _ in
        fault(place.path + ["start", "\(index)"], "«\(match.found)» maakt de dienst, en geen opdracht.", match)
      }
    }
  }
}

extension Field.Kind {
  fileprivate func names(_ machine: String) -> Bool {
    switch self {
    case .child(machine, _): true
    case .list(let kind, _, _): kind.names(machine)
    default: false
    }
  }
}
