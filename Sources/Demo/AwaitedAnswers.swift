import Foundation
import StrictJSON
import Synchronization

/// The answers that somebody waits for, by the ids of the commands.
final class AwaitedAnswers: Sendable {
  private let waiting = Mutex<[String: AsyncStream<JSON>.Continuation]>([:])

  /// - Parameter give: gives the command; its answer may come at once.
  /// - Returns: the event with the answer.
  /// - Throws: ``DemoFailure`` when it does not come in time.
  func answer(to id: UUID, within limit: Duration, _ give: () async throws -> Void) async throws -> JSON {
    let id = id.uuidString.lowercased()
    let (answers, continuation) = AsyncStream.makeStream(of: JSON.self)
    waiting.withLock { $0[id] = continuation }
    let alarm = Task {
      // Ends early only when cancelled: then nobody waits any more.
      try? await Task.sleep(for: limit)
      self.giveUp(id)
    }
    defer { alarm.cancel() }
    try await give()
    var iterator = answers.makeAsyncIterator()
    guard let answer = await iterator.next() else {
      throw DemoFailure("to the command \(id) no answer came over the queue in \(limit)")
    }
    return answer
  }

  /// - Parameter id: of the command. One that nobody waits for is passed over.
  func take(_ event: JSON, to id: String) {
    let continuation = waiting.withLock { $0.removeValue(forKey: id) }
    continuation?.yield(event)
    continuation?.finish()
  }

  private func giveUp(_ id: String) {
    waiting.withLock { $0.removeValue(forKey: id) }?.finish()
  }
}
