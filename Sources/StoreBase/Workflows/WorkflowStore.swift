import Crypto
public import Foundation
public import Postgres

/// The published workflow versions, with their text.
public struct WorkflowStore: Sendable {
  /// A version as it was published.
  public struct Published: Sendable, Hashable {
    public var workflow: String
    public var version: String
    public var source: String

    public init(workflow: String, version: String, source: String) {
      self.workflow = workflow
      self.version = version
      self.source = source
    }

    /// SHA-256 of the text.
    public var digest: Data { Data(SHA256.hash(data: Data(source.utf8))) }
  }

  let pool: PostgresPool
  let journal: DirectoryJournal?

  /// - Parameter keyring: what is published is sealed with it; without one nothing is recorded in the journal of the directory.
  public init(_ pool: PostgresPool, keyring: Keyring? = nil) {
    self.pool = pool
    journal = keyring.map(DirectoryJournal.init)
  }

  /// Publishes a version, once, and records it in the journal of the directory; the same text again is no change.
  /// - Returns: whether it was published now, and not before.
  /// - Throws: ``StoreError/workflowChanged(_:version:)`` when it was published with another text.
  @discardableResult
  public func publish(_ version: Published) async throws(StoreError) -> Bool { try await publish(version, on: nil) }

  /// The same on an approval, which is looked at once more in the transaction.
  /// - Throws: ``StoreError/approvalLapsed(_:)`` too, and then nothing has changed.
  @discardableResult
  package func publish(_ version: Published, on approval: Approval?) async throws(StoreError) -> Bool {
    try await pool.store { connection in
      try connection.withTransaction { connection in
        try Self.publish(version, by: approval, journal: journal, on: connection)
      }
    }
  }

  /// In a transaction that there is.
  static func publish(
    _ version: Published,
    by approval: Approval?,
    journal: DirectoryJournal?,
    on connection: isolated PostgresConnection
  ) throws -> Bool {
    let digest = version.digest
    let answers = try connection.pipeline([
      Queries.insert.bind(version.workflow, version.version, digest, version.source),
      Queries.digest.bind(version.workflow, version.version),
    ])
    guard try answers[1].first?[0, as: Data.self] == digest else {
      throw StoreError.workflowChanged(version.workflow, version: version.version)
    }
    try journal?.record(version.subject, by: approval, on: connection)
    return answers[0].affected == 1
  }

  /// One version.
  /// - Throws: ``StoreError/workflowUnknown(_:version:)`` when it was never published; with a keyring
  ///   ``StoreError/versionUnsealed(_:version:)`` when somebody wrote it in the database, and ``StoreError/corrupt(_:)`` when it was
  ///   published with another text.
  public func version(_ version: String, of workflow: String) async throws(StoreError) -> Published {
    let published = try await pool.store { connection -> Published? in
      guard let row = try connection.query(Queries.source.bind(workflow, version)).first else { return nil }
      let published = Published(workflow: workflow, version: version, source: try row[0])
      try journal?.require(published, on: connection)
      return published
    }
    guard let published else { throw .workflowUnknown(workflow, version: version) }
    return published
  }

  /// How many cases follow each version, by state. Cases whose content was destroyed do not count.
  public func cases() async throws(StoreError) -> [CaseCount] {
    try await pool.store { connection in
      try connection.query(
        "select workflow, version, state, count(*) from case_file where snapshot is not null group by 1, 2, 3"
      ).map { CaseCount(workflow: try $0[0], version: try $0[1], state: try $0[2], count: try $0[3]) }
    }
  }

  /// The same of those that an organisation may read something of.
  package func cases(readBy organisation: String) async throws(StoreError) -> [CaseCount] {
    try await pool.store { connection in
      try connection.query(
        """
        select workflow, version, state, count(distinct case_id)
        from case_listing join case_file on case_file.id = case_listing.case_id
        where organisation = \(organisation) and snapshot is not null group by 1, 2, 3
        """
      ).map { CaseCount(workflow: try $0[0], version: try $0[1], state: try $0[2], count: try $0[3]) }
    }
  }

  /// How many cases of one version are in one state.
  public struct CaseCount: Sendable, Hashable {
    public var workflow: String
    public var version: String
    public var state: String
    public var count: Int

    public init(workflow: String, version: String, state: String, count: Int) {
      self.workflow = workflow
      self.version = version
      self.state = state
      self.count = count
    }
  }

  /// Every version that was ever published.
  public func all() async throws(StoreError) -> [Published] {
    try await pool.store { connection in
      try connection.query(
        "select workflow, version, source from workflow_version order by workflow, published_at, version"
      ).map { Published(workflow: try $0[0], version: try $0[1], source: try $0[2]) }
    }
  }

  private enum Queries {
    static let insert = PreparedQuery(
      """
      insert into workflow_version (workflow, version, digest, source) values ($1, $2, $3, $4) on conflict do nothing
      """
    )
    static let digest = PreparedQuery("select digest from workflow_version where workflow = $1 and version = $2")
    static let source = PreparedQuery("select source from workflow_version where workflow = $1 and version = $2")
  }
}
