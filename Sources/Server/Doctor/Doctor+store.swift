import CaseCore
import Foundation
import PartnerAdministration
import Postgres
import StoreBase
import StoreSchema
import WorkflowFiles

/// What an instance looks at before it serves.
extension Doctor {
  func storeFindings(
    _ configuration: PostgresConfiguration,
    _ pool: PostgresPool,
    _ facts: DatabaseFacts,
    _ workflows: [WorkflowFile]?
  ) async -> [Finding] {
    let isLocal = settings.local != nil
    let schema = await schemaFinding(pool)
    var findings = [schema]
    findings.append(
      await tried(.databaseSessions, "a connection keeps its session") {
        try await SessionCheck.require(configuration)
      }
    )
    findings.append(
      await tried(.localClock, isLocal ? "the clock can be moved, as is meant here" : "the clock cannot be moved") {
        try await ClockCheck.require(movable: isLocal, in: pool)
      }
    )
    findings += await roleFindings(pool, facts)
    // Tables that are not there, or are others, would only be told once more.
    guard schema.outcome == .ok else { return findings }
    findings += await keyFindings(pool)
    if let finding = await keyringRecordFinding(pool) { findings.append(finding) }
    if let workflows { findings += await publishedFindings(workflows, pool) }
    return findings
  }

  private func schemaFinding(_ pool: PostgresPool) async -> Finding {
    do {
      let version = try await SchemaCheck.require(in: pool, takesCompatible: true)
      let isOwn = version == SchemaCheck.version
      let text = "it is of version \(version), and whole"
      return Finding(
        .databaseSchema,
        .ok,
        isOwn ? text : "\(text) for this program, which is of \(SchemaCheck.version)"
      )
    } catch {
      return Finding(.databaseSchema, .fault, "\(error)")
    }
  }

  private func tried(_ code: Code, _ well: String, _ check: () async throws -> Void) async -> Finding {
    do {
      try await check()
      return Finding(code, .ok, well)
    } catch {
      return Finding(code, .fault, "\(error)")
    }
  }

  private func roleFindings(_ pool: PostgresPool, _ facts: DatabaseFacts) async -> [Finding] {
    let served = await tried(.databaseRole, "the role may serve, and no more") {
      try await ServiceRole.require(in: pool)
    }
    // A superuser has and may everything: that is told, and says it all.
    guard served.outcome == .ok else { return [served] }
    var findings: [Finding] = []
    if !facts.isOfService {
      findings.append(Finding(.databaseRole, .fault, "the role does not have the rights of casusregie_service"))
    }
    if facts.mayCreate {
      findings.append(Finding(.databaseRole, .warning, "the role may make tables or schemas in this database"))
    }
    return findings.isEmpty ? [served] : findings
  }

  private func keyFindings(_ pool: PostgresPool) async -> [Finding] {
    // What is wrong with the keyring itself is told there.
    guard let keyring = try? settings.keyring() else { return [] }
    do throws(StoreError) {
      try await keyring.requireOwn(in: pool)
      let missing = try await keyring.missingKeys(in: pool)
      guard missing.isEmpty else {
        let names = missing.joined(separator: ", ")
        return [Finding(.keysOfCases, .fault, "it lacks keys of cases, which cannot be read without them: \(names)")]
      }
      return [Finding(.keysOfCases, .ok, "it has the keys of all cases")]
    } catch {
      switch error {
      case .keysOther, .secretOther: return [Finding(.keysOfCases, .fault, "\(error)")]
      default: return [Finding(.keysOfCases, .fault, "the names of the keys of cases cannot be read: \(error)")]
      }
    }
  }

  private func keyringRecordFinding(_ pool: PostgresPool) async -> Finding? {
    // What is wrong with the keyring itself is told there.
    guard let keyring = try? settings.keyring() else { return nil }
    guard settings.local == nil else { return Finding(.keyringRecord, .ok, "this installation is for trying out") }
    do {
      switch try await RightsLedger(pool, keyring: keyring).keyringConfirmation() {
      case nil where keyring.count == 1: return Finding(.keyringRecord, .ok, "it has one key, as it was made")
      case nil, .unrecorded:
        return Finding(.keyringRecord, .warning, "it has other keys than the ledger of rights says")
      case .missing(let number): return Finding(.keyringRecord, .warning, "nobody confirmed entry \(number)")
      case .confirmed(let number): return Finding(.keyringRecord, .ok, "as entry \(number) says, which was confirmed")
      }
    } catch {
      return Finding(.keyringRecord, .fault, "the ledger of rights cannot be read: \(error)")
    }
  }

  private func publishedFindings(_ workflows: [WorkflowFile], _ pool: PostgresPool) async -> [Finding] {
    let store = WorkflowStore(pool)
    let versions = workflows.map {
      WorkflowStore.Published(workflow: $0.workflow.key, version: $0.workflow.version, source: $0.source)
    }
    do throws(StoreError) {
      try await store.requireUnchanged(versions)
      let all = try await store.all()
      // Why one cannot be read is for whoever works on it: casusregie workflow check.
      let unread = all.filter { (try? WorkflowFile.load($0.source, name: "published")) == nil }
      let newer = try await store.followed(newerThan: versions)
      let warnings =
        unread.map { "\($0.workflow) \($0.version) was published, and this program cannot read it" }
        + newer.map { "cases follow \($0.workflow) \($0.version), which is newer than the folder's" }
      guard warnings.isEmpty else { return warnings.map { Finding(.publishedWorkflows, .warning, $0) } }
      if let refused = await unapproved(versions, pool) { return [refused] }
      let count = versions.count { all.contains($0) }
      let text =
        "\(count) of the folder's \(versions.count) are published, with the same text; a start publishes the rest"
      return [Finding(.publishedWorkflows, .ok, text)]
    } catch {
      return [Finding(.publishedWorkflows, .fault, "\(error)")]
    }
  }

  /// What a start would withhold; `nil` on an installation for trying out, and when nothing stands in the way.
  private func unapproved(_ versions: [WorkflowStore.Published], _ pool: PostgresPool) async -> Finding? {
    // What is wrong with the keyring itself is told there.
    guard settings.local == nil, let keyring = try? settings.keyring() else { return nil }
    for version in versions {
      do { _ = try await RightsLedger(pool, keyring: keyring).mayPublish(version) } catch {
        guard error is RightsRefusal else {
          return Finding(.publishedWorkflows, .fault, "\(version.workflow) \(version.version): \(error)")
        }
        let text = "\(version.workflow) \(version.version): no case begins under it, for it was not approved: \(error)"
        return Finding(.publishedWorkflows, .warning, text)
      }
    }
    return nil
  }
}
