import CLibpq
import Foundation

/// How one segment of a round trip (the statements up to a sync) ended.
enum SegmentOutcome {
  case done([Rows])
  /// A statement was refused; the server skipped the rest of the segment.
  case failed(at: Int, ServerError)
  /// The connection ended. `at` is the first statement without an answer: with an error from the server (`isFatal`), it and
  /// all after it were not executed; without one that is unknown.
  case lost(at: Int, ServerError?)

  /// The same, with its statements counted from another one on: an earlier one has the number -1.
  func dropping(_ count: Int) -> SegmentOutcome {
    switch self {
    case .done(let rows): .done(Array(rows.dropFirst(count)))
    case .failed(let index, let error): .failed(at: max(index - count, -1), error)
    case .lost(let index, let error): .lost(at: max(index - count, -1), error)
    }
  }
}

/// Memory that each round trip reuses: the binds of a statement in libpq's form, and which statements were sent to be
/// prepared first.
@safe struct RoundTripScratch {
  var values: [UnsafePointer<CChar>?] = unsafe []
  var lengths: [Int32] = []
  var formats: [Int32] = []
  var prepares: [Bool] = []
}

extension Session {
  /// Sends all segments, each ended by its own sync, and reads all answers: one round trip.
  ///
  /// The outcomes stop after the first lost one.
  func roundTrip(_ segments: [[Statement]]) -> [SegmentOutcome] {
    scratch.prepares.removeAll(keepingCapacity: true)
    let isSent = segments.allSatisfy { send($0) } && flush()
    // Reading from a lost connection returns the server's last messages, and never waits. From a connection that only could
    // not accept the statements, answers would never come.
    guard isSent || (unsafe PQstatus(connection) == CONNECTION_BAD) else { return [lost(at: 0, nil)] }
    var sent = scratch.prepares[...]
    var outcomes: [SegmentOutcome] = []
    for segment in segments {
      let outcome = receive(segment, prepares: sent.prefix(segment.count))
      sent = sent.dropFirst(segment.count)
      outcomes.append(outcome)
      if case .lost = outcome { break }
    }
    return outcomes
  }

  private func send(_ segment: [Statement]) -> Bool {
    unsafe segment.allSatisfy(send) && PQpipelineSync(connection) == 1
  }

  private func send(_ statement: Statement) -> Bool {
    let (name, isNew) = prepared.name(for: statement)
    if isNew {
      let types = statement.binds.parameters.map(\.type.rawValue)
      guard unsafe PQsendPrepare(connection, name, statement.sql, Int32(types.count), types) == 1 else { return false }
    }
    scratch.prepares.append(isNew)
    return execute(name, statement.binds)
  }

  private func execute(_ name: String, _ binds: Binds) -> Bool {
    unsafe scratch.values.removeAll(keepingCapacity: true)
    scratch.lengths.removeAll(keepingCapacity: true)
    while scratch.formats.count < binds.count { scratch.formats.append(1) }
    return unsafe binds.bytes.withUnsafeBytes { bytes in
      // An empty value still needs an address, because libpq reads a null pointer as NULL.
      let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(connection)
      for parameter in binds.parameters {
        let address = unsafe (base + Int(parameter.offset)).assumingMemoryBound(to: CChar.self)
        unsafe scratch.values.append(parameter.length < 0 ? nil : address)
        scratch.lengths.append(max(0, parameter.length))
      }
      return unsafe PQsendQueryPrepared(
        connection,
        name,
        Int32(binds.count),
        scratch.values,
        scratch.lengths,
        scratch.formats,
        1
      ) == 1
    }
  }

  /// Sends what is left in libpq's buffer, and receives what the server sends meanwhile.
  private func flush() -> Bool {
    while true {
      let left = unsafe PQflush(connection)
      guard left > 0 else { return left == 0 }
      var descriptor = pollfd(fd: self.descriptor, events: Int16(POLLIN | POLLOUT), revents: 0)
      unsafe poll(&descriptor, 1, -1)
      if descriptor.revents & Int16(POLLIN) != 0, unsafe PQconsumeInput(connection) == 0 { return false }
    }
  }

  private func receive(_ segment: [Statement], prepares: ArraySlice<Bool>) -> SegmentOutcome {
    var rows: [Rows] = []
    rows.reserveCapacity(segment.count)
    var failure: SegmentOutcome?
    for (index, isPrepared) in prepares.enumerated() {
      let reply = receive(segment[index], isPrepared: isPrepared)
      switch reply {
      case .rows(let answer): rows.append(answer)
      case .skipped: break
      case .failed(let error) where error.isFatal: return lost(at: index, error.sqlState == nil ? nil : error)
      case .failed(let error):
        if error.isReadOnly { markReadOnly() }
        failure = failure ?? .failed(at: index, error)
      case .nothing: return lost(at: index, nil)
      }
    }
    switch receiveSync() {
    case .rows, .skipped:
      if let failure { return failure }
      return isUnreplicated ? lost(at: segment.count, nil) : .done(rows)
    case .failed(let error) where !error.isFatal: return failure ?? .failed(at: segment.count, error)
    case .failed, .nothing: return lost(at: segment.count, nil)
    }
  }

  private func lost(at index: Int, _ error: ServerError?) -> SegmentOutcome {
    markBroken()
    return .lost(at: index, error)
  }
}
