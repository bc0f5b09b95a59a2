/// Waits for an answer that somebody else gives: for at most `limit`, and no longer than the task.
///
/// - Parameters:
///   - wait: hands over the continuation.
///   - giveUp: makes that the continuation is resumed, unless it was; with whether the task was cancelled. It may be called more than
///     once, and for a cancelled task again right after `wait`, since a cancellation before it found nothing to give up.
func withLimit<Value: Sendable>(
  _ limit: Duration,
  wait: (CheckedContinuation<Value, Never>) -> Void,
  giveUp: @escaping @Sendable (_ isCancelled: Bool) -> Void
) async -> Value {
  let alarm = Task {
    do { try await Task.sleep(for: limit) } catch { return }  // the wait has ended
    giveUp(false)
  }
  defer { alarm.cancel() }
  return await withTaskCancellationHandler {
    await withCheckedContinuation { continuation in
      wait(continuation)
      if Task.isCancelled { giveUp(true) }
    }
  } onCancel: {
    giveUp(true)
  }
}
