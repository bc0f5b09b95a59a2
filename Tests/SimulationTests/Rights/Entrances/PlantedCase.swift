import CaseDoor
import Foundation
import StoreBase

@testable import CaseCore

/// A case as somebody put it together, written as the door writes one: in any state, whether or not a case comes there.
struct PlantedCase {
  let id = UUID()
  let writing: CaseWriting

  init(_ instance: Case, of workflow: Workflow, keyring: Keyring, at now: Instant) throws {
    let parties = instance.root.parties.map(Change.joined)
    let ofChildren = instance.children.flatMap { id, part in
      part.parties.map { Change.inChild(id, .joined($0)) }
    }
    let entry = Entry(
      revision: instance.revision,
      at: now,
      cause: .configured(revision: 1),
      actor: nil,
      role: nil,
      ground: "planted",
      from: instance.state,
      to: instance.state,
      audience: [],
      fields: [:],
      changes: parties + ofChildren
    )
    writing = try CaseWriting(
      [Decision(entry: entry, result: instance, notices: [], erases: false, taken: [])],
      on: nil,
      deadlineSettings: 0,
      workflow: workflow,
      newCase: id,
      keyring: keyring
    )
  }
}
