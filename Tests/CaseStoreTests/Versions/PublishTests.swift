import CaseCore
import StoreBase
import TestOffice
import Testing

@Suite("Published versions") struct PublishTests {
  @Test("a version is published once; another text under it is refused and the first stays") func once() async throws {
    let store = WorkflowStore(try await Office().pool)
    let version = WorkflowStore.Published(workflow: "permit", version: "3.0.0", source: "text")
    #expect(try await store.publish(version))
    #expect(try await !store.publish(version))
    var changed = version
    changed.source += "\n"
    await #expect { try await store.publish(changed) } throws: { error in
      if case StoreError.workflowChanged("permit", version: "3.0.0") = error { true } else { false }
    }
    #expect(try await store.version("3.0.0", of: "permit") == version)
    await #expect(throws: StoreError.self) { try await store.version("9.9.9", of: "permit") }
  }

  /// It must fail when a version is read anew each time, or when the version of one workflow passes for that of another.
  @Test("what was published since one last looked has its text") func sinceThen() async throws {
    let store = WorkflowStore(try await Office().pool)
    let known = try await store.published(besides: [])
    #expect(known.map(\.name) == [.init("permit", "1.0.0")])
    let version = WorkflowStore.Published(workflow: "other", version: "2.0.0", source: "text")
    try await store.publish(version)
    #expect(try await store.published(besides: known.map(\.name)) == [version])
    #expect(try await store.published(besides: [.init("permit", "2.0.0"), .init("other", "1.0.0")]).count == 2)
    #expect(try await store.published(besides: (known + [version]).map(\.name)) == [])
  }

  @Test("cases are counted by version and state, without those that were destroyed") func counts() async throws {
    let office = try await Office()
    _ = try await office.apply()
    let alias = try await office.apply().alias
    try await office.grant(alias)
    _ = try await office.destroy(alias)
    let counts = try await WorkflowStore(office.pool).cases()
    #expect(counts == [.init(workflow: "permit", version: "1.0.0", state: "received", count: 1)])
  }
}
