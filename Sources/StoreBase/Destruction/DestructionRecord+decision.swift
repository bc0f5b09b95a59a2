package import CaseCore
import Foundation
import OrderedCollections
package import Postgres

extension DestructionRecord {
  /// What is to be remembered of the last of these decisions, which destroys the content of a case.
  /// - Throws: when the journal of the case cannot be read: then nothing is destroyed either.
  package init(
    _ decisions: [Decision],
    of record: CaseRecord?,
    by decider: Decider,
    on connection: isolated PostgresConnection
  ) throws {
    guard let decision = decisions.last else { throw StoreError.corrupt("nothing to write") }
    let history = try DestructionHistory(decisions, of: record, on: connection)
    let (entry, result, workflow) = (decision.entry, decision.result, decider.workflow)
    guard case .command(let command) = entry.cause, let actor = entry.actor, let role = entry.role else {
      throw StoreError.corrupt("a destruction that nobody ordered")
    }
    revision = entry.revision
    at = entry.at
    self.workflow = result.workflow
    version = result.version
    region = result.region
    state = result.state
    self.command = command
    ground = entry.ground
    completed = Act(
      organisation: actor.organisation,
      role: role,
      person: actor.subject,
      at: entry.at,
      ground: entry.ground
    )
    decided = history.decided
    recipients = history.children.flatMap { id -> [Recipient] in
      guard let child = result.children[id] else { return [] }
      let since = history.since[id] ?? entry.at
      return child.parties.filter { $0.until == nil }.map {
        Recipient(organisation: $0.organisation, child: id, machine: child.machine, state: child.state, since: since)
      }
    }
    let definition = workflow.machines.values.lazy.compactMap { $0.commands[command] }.first
    // A reference to another case goes with the content: nobody needs it any more, and that case may go on.
    fields = entry.fields.filter { name, value in
      value.otherCases.isEmpty && definition?.fields[name].map { !$0.isPersonal } ?? false
    }
    readers = Self.readers(of: result, EntryReaders(entry), by: decider)
  }

  /// Whoever could read something of the case at some time, and the oversight of its region. Oversight through a party is of its organisation
  /// alone.
  private static func readers(of instance: Case, _ entry: EntryReaders, by decider: Decider) -> [Reader] {
    let roles = decider.workflow.roles
    let oversight = Set(roles.filter { $0.value.access == .oversight }.keys)
    let ofRegion = oversight.filter { roles[$0]?.through == nil }
    let through = decider.workflow.rolesThroughParty
    var readers: [String: Reader] = [:]
    func add(_ organisation: String, _ roles: Set<String>, all: Set<String>) {
      guard !roles.isEmpty else { return }
      readers[organisation, default: Reader(organisation: organisation, roles: [], all: [])].roles.formUnion(roles)
      readers[organisation]?.all.formUnion(all)
    }
    for party in instance.root.parties {
      let held = through.filter {
        instance.gives($0, to: party.organisation, of: decider.workflow, by: decider.directory)
      }
      let reading = party.roles.union(held).filter { decider.canRead([$0]) }
      let told = entry.roles(reading, of: [party.organisation], in: nil, since: .min)
      add(party.organisation, reading, all: told.union(reading.intersection(oversight)))
    }
    for party in instance.children.values.flatMap(\.parties) { add(party.organisation, party.through, all: []) }
    for organisation in decider.directory.organisations.values
    where organisation.region == instance.region && organisation.takesPart {
      let held = organisation.roles.intersection(ofRegion)
      add(organisation.number, held, all: held)
    }
    for organisation in readers.keys {
      readers[organisation]?.revision = instance.readerRevisions[organisation]?.number
    }
    return readers.values.sorted { $0.organisation < $1.organisation }
  }
}
