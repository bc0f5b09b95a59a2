public import CaseCore
import Foundation
public import StoreAdministration
public import StoreBase
import StoreSchema
import WorkflowFiles

/// What the periodic review of rights asks.
extension Administration {
  /// A workflow with the rights that it gives.
  public struct WorkflowRights: Sendable {
    public let workflow: Workflow
    public let table: RightsTable
  }

  /// What published workflows give their roles.
  /// - Parameters:
  ///   - key: of one workflow; `nil` for all.
  ///   - version: of that workflow; `nil` for the highest that was published.
  /// - Throws: ``SettingsError`` when there is none; what is wrong with a version that this program cannot read.
  public func rights(of key: String?, version: String?) async throws -> [WorkflowRights] {
    try await SchemaCheck.require(in: pool)
    let published = try await WorkflowStore(pool).all().filter {
      (key == nil || $0.workflow == key) && (version == nil || $0.version == version)
    }
    let highest = Dictionary(grouping: published, by: \.workflow).values.compactMap { versions in
      versions.max { $0.version.compare($1.version, options: .numeric) == .orderedAscending }
    }
    guard !highest.isEmpty else {
      let name = [key, version].compactMap(\.self).joined(separator: " ")
      throw SettingsError(faults: [name.isEmpty ? "no workflow is published" : "no workflow \(name) is published"])
    }
    return try highest.sorted { $0.workflow < $1.workflow }.map { version in
      let workflow = try WorkflowFile.load(version.source, name: "\(version.workflow) \(version.version)")
      return WorkflowRights(workflow: workflow, table: RightsTable(workflow))
    }
  }

  /// Running cases of which holders of a role of an organisation may read something.
  public struct RoleCases: Sendable, Hashable {
    public let workflow: String
    /// `nil` for cases of which lists do not know yet who sees what.
    public let role: String?
    public let running: Int
  }

  /// An organisation in the directory, and where it takes part.
  public struct OrganisationReview: Sendable {
    public let registered: OrganisationStore.Registered
    public let cases: [RoleCases]
    /// The conditions of taking part that it meets, or met, each with the last day.
    public let conditions: [String: CivilDate]
    /// What it does for others and others do for it, now or later, as far as nobody ended it.
    public let mandates: [Mandate]
  }

  /// - Returns: `nil` when there is no such organisation.
  public func review(of number: String) async throws -> OrganisationReview? {
    try await SchemaCheck.require(in: pool)
    guard let registered = try await OrganisationStore(pool).find(number) else { return nil }
    let store = WorkflowStore(pool)
    let versions = try await store.all().reduce(into: [[String]: Workflow]()) { versions, version in
      // Of a version that this program cannot read all cases count.
      let workflow = try? WorkflowFile.load(version.source, name: version.version)
      versions[[version.workflow, version.version]] = workflow
    }
    let running = try await store.roles(of: number).filter { count in
      let workflow = versions[[count.workflow, count.version]]
      if workflow?.finalStates.contains(count.state) == true { return false }
      // Lists have rows for a role through a party whether or not the organisation has it.
      guard let role = count.role, workflow?.isThroughParty(role) == true else { return true }
      return registered.organisation.roles.contains(role)
    }
    let groups = Dictionary(grouping: running) { [$0.workflow, $0.role ?? ""] }
    let cases = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { _, counts in
      counts.first.map {
        RoleCases(workflow: $0.workflow, role: $0.role, running: counts.reduce(0) { $0 + $1.count })
      }
    }
    return OrganisationReview(
      registered: registered,
      cases: cases,
      conditions: try await conditions()[number] ?? [:],
      mandates: try await mandates().filter { !$0.isEnded && ($0.principal == number || $0.agent == number) }
    )
  }

  /// What a person did in the last days.
  /// - Parameter subject: the id of the person at the identity provider.
  public func acts(of subject: String, days: Int) async throws -> PersonActs.Report {
    try await SchemaCheck.require(in: pool)
    return try await PersonActs(pool, keyring: settings.keyring()).report(of: subject, days: days)
  }
}
