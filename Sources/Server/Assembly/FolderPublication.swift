import CaseCore
import Logging
import Metrics
import PartnerAdministration
import Postgres
import StoreBase
import WorkflowFiles

/// Publishes the folder of workflows at a start.
///
/// A version that two people did not approve is withheld, and cases go on to begin under the newest published one below it: a package that
/// brings a new version may be installed before it is approved (decision 0068).
struct FolderPublication: Sendable {
  let pool: PostgresPool
  let workflows: [WorkflowFile]
  let keyring: Keyring
  /// The ledger in which it stands what was approved, and for which organisation the service founds its own.
  let rights: RightsLedger
  let organisation: String
  let isLocal: Bool
  let logger: Logger

  /// Versions of the folder that are not approved, as of the start of this instance.
  private let unapproved = Gauge(label: "casusregie_workflow_versions_unapproved")

  /// - Throws: ``StoreBase/StoreError/workflowChanged(_:version:)`` when any of it was published with another text, and then nothing is.
  /// - Returns: for each workflow whose version is withheld the one under which its cases begin instead, if there is any.
  func publish() async throws -> [String: Workflow?] {
    let store = WorkflowStore(pool, keyring: keyring)
    let versions = workflows.map {
      WorkflowStore.Published(workflow: $0.workflow.key, version: $0.workflow.version, source: $0.source)
    }
    try await store.requireUnchanged(versions)
    var instead: [String: Workflow?] = [:]
    for version in versions {
      guard let refusal = try await publish(version, store) else { continue }
      let published = try await newest(below: version, store)
      instead.updateValue(published, forKey: version.workflow)
      tell(version, withheld: refusal, instead: published)
    }
    unapproved.record(instead.count)
    try await tellOvertaken(versions, store)
    return instead
  }

  /// - Returns: why it is withheld.
  private func publish(_ version: WorkflowStore.Published, _ store: WorkflowStore) async throws -> RightsRefusal? {
    guard !isLocal else {
      try await store.publish(version)
      return nil
    }
    do {
      _ = try await rights.publish(version, by: "casusregie serve", of: organisation)
      return nil
    } catch let refusal as RightsRefusal where refusal.code != .damaged {
      return refusal
    }
  }

  private func newest(below version: WorkflowStore.Published, _ store: WorkflowStore) async throws -> Workflow? {
    for lower in try await store.versions(below: version) {
      do throws(StoreError) {
        let published = try await store.version(lower.version, of: lower.workflow)
        // Why a published text cannot be read is for doctor.
        if let workflow = try? WorkflowFile.load(published.source, name: "published") { return workflow }
      } catch .versionUnsealed {
        // The start tells it of every version.
        continue
      }
    }
    return nil
  }

  private func tell(_ version: WorkflowStore.Published, withheld refusal: RightsRefusal, instead: Workflow?) {
    logger.error(
      "the folder has a version of a workflow that two people did not approve: no case begins under it",
      metadata: [
        "workflow": "\(version.workflow)", "version": "\(version.version)", "code": "\(refusal.code.rawValue)",
        "instead": "\(instead?.version ?? "none")",
      ]
    )
  }

  private func tellOvertaken(_ versions: [WorkflowStore.Published], _ store: WorkflowStore) async throws {
    for version in try await store.followed(newerThan: versions) {
      logger.warning(
        "the folder of workflows is older than what cases follow; new cases begin under the older version",
        metadata: ["workflow": "\(version.workflow)", "followed": "\(version.version)"]
      )
    }
  }
}
