import CaseCore
public import CaseDoor
public import Foundation
import Postgres
public import StoreBase
public import Tracing

/// The clock's way in. It says of which cases something is due, and not what: all that is due of a case fires together, in one
/// transaction, however many timers stand for it. Cases are read in one round trip and written in another, some of them together.
extension CommandDoor {
  /// Fires what is due of these cases.
  /// - Parameter trace: the span that the work belongs to; `nil` when nobody records it.
  /// - Returns: what came of each.
  /// - Throws: when the database cannot be reached; nothing is known then, and all may be tried again.
  public func fire(_ cases: [UUID], trace: InstrumentationContext? = nil) async throws(StoreError) -> [Firing] {
    let attempts = try await pool.store { connection in
      try keep(load(cases, trace, on: connection), trace, on: connection)
    }
    wake(
      tells: attempts.reduce(into: []) { $0.formUnion($1.writing?.tells ?? []) },
      times: attempts.contains { $0.writing?.startsTimers ?? false }
    )
    return attempts.map(\.firing)
  }

  /// One case: what fires, and what there is to write.
  private struct Attempt: Sendable {
    var firing: Firing
    var writing: CaseWriting?

    init(_ caseID: UUID, _ outcome: Result<[Firing.Fired], StoreError>, at moment: Instant) {
      firing = Firing(caseID: caseID, outcome: outcome, at: moment)
    }
  }

  // MARK: - Reading

  private func load(
    _ cases: [UUID],
    _ trace: InstrumentationContext?,
    on connection: isolated PostgresConnection
  ) throws -> [Attempt] {
    let start = ContinuousClock.now
    let rows = try connection.query(Self.cases(cases))
    record(.read, of: [trace], since: start)
    return try attempts(cases, in: rows, on: connection)
  }

  private func attempts(_ cases: [UUID], in rows: Rows, on connection: isolated PostgresConnection) throws -> [Attempt]
  {
    guard let first = rows.first else { throw StoreError.schemaMissing }
    let now = Instant(try first[0, as: PostgresTimestamp.self])
    var attempts: [UUID: Attempt] = [:]
    for row in rows {
      guard let id = try row[3, as: UUID?.self] else { continue }
      do { attempts[id] = try attempt(id, row, on: connection) } catch let error as StoreError {
        attempts[id] = Attempt(id, .failure(error), at: now)
      }
    }
    // What is not there has no deadlines: its content was destroyed.
    return cases.map { attempts[$0] ?? Attempt($0, .success([]), at: now) }
  }

  private func attempt(_ id: UUID, _ row: Row, on connection: isolated PostgresConnection) throws -> Attempt {
    let loaded = try loaded(row, withCase: true, on: connection)
    guard let record = loaded.record else { return Attempt(id, .success([]), at: loaded.now) }
    let clock = try decider(for: record, loaded, on: connection).catchUp(record.instance, from: loaded.earlier)
    var attempt = Attempt(id, .success(clock.compactMap { Firing.Fired($0.entry) }), at: loaded.now)
    if !clock.isEmpty { attempt.writing = try write(clock, loaded, on: connection) }
    return attempt
  }

  // MARK: - Writing

  private func keep(
    _ attempts: [Attempt],
    _ trace: InstrumentationContext?,
    on connection: isolated PostgresConnection
  ) throws -> [Attempt] {
    var attempts = attempts
    let written = attempts.indices.filter { attempts[$0].writing != nil }
    guard !written.isEmpty else { return attempts }
    let parent = traceparent(of: trace)
    let start = ContinuousClock.now
    let faults = try write(written.compactMap { attempts[$0].writing }, parent, on: connection)
    record(.write, of: [trace], since: start)
    for (index, fault) in zip(written, faults) {
      guard let error = fault else { continue }
      let firing = attempts[index].firing
      attempts[index] =
        error.isConflict
        ? try stand(in: firing, parent, on: connection)
        : Attempt(firing.caseID, .failure(.database(error)), at: firing.at)
    }
    return attempts
  }

  /// How many cases share a transaction: most of what a commit costs is paid once for all of them.
  private static let casesATransaction = 20

  /// - Returns: what went wrong with each; those that shared a transaction with one that failed are written by themselves.
  private func write(
    _ writings: [CaseWriting],
    _ traceparent: String?,
    on connection: isolated PostgresConnection
  ) throws -> [PostgresError?] {
    let groups = stride(from: 0, to: writings.count, by: Self.casesATransaction).map {
      Array(writings[$0..<min($0 + Self.casesATransaction, writings.count)])
    }
    let together = groups.map {
      Self.statements($0, traceparent, longestWait: $0.count > 1 ? Self.longestWait : nil)
    }
    var faults: [PostgresError?] = []
    for (group, outcome) in zip(groups, try connection.transactions(together)) {
      switch outcome {
      case .success: faults += group.map { _ in nil }
      case .failure(let error) where group.count == 1: faults.append(error)
      case .failure:
        faults += try connection.transactions(group.map { Self.statements([$0], traceparent) }).map(\.fault)
      }
    }
    return faults
  }

  private static func statements(
    _ writings: [CaseWriting],
    _ traceparent: String?,
    longestWait: Duration? = nil
  ) -> [Statement] {
    let write = CaseWriting.statements(writings, longestWait: longestWait)
    let links = traceparent.map { parent in writings.flatMap { $0.links(to: parent) } } ?? []
    return links.isEmpty ? write : write + [TraceLink.insert(links)]
  }

  /// One that met a command is decided again, and stands in line for the case.
  private func stand(
    in firing: Firing,
    _ traceparent: String?,
    on connection: isolated PostgresConnection
  ) throws -> Attempt {
    let id = firing.caseID
    var attempt = Attempt(id, .failure(.contended), at: firing.at)
    let isKept = try keep(on: connection) { connection in
      attempt = try connection.withTransaction { connection in
        let rows = try connection.pipeline([Self.lock(id), Self.cases([id])])[1]
        let attempt = try attempts([id], in: rows, on: connection)[0]
        if let writing = attempt.writing { try connection.pipeline(Self.statements([writing], traceparent)) }
        return attempt
      }
    }
    return isKept ? attempt : Attempt(id, .failure(.contended), at: firing.at)
  }
}

extension Result {
  fileprivate var fault: Failure? { if case .failure(let error) = self { error } else { nil } }
}
