/// The loops of this process that a command may give work. Other processes hear of it through ``WakeBroadcast``.
public struct Wakes: Sendable {
  public let outbox: Wake
  public let timers: Wake
  /// Administrators set something: cases are to be counted by it.
  public let settings: Wake
  /// What is still to be told to other processes.
  let outboxNews = Wake()
  let timerNews = Wake()
  let settingsNews = Wake()

  public init() {
    outbox = Wake(echo: outboxNews)
    timers = Wake(echo: timerNews)
    settings = Wake(echo: settingsNews)
  }
}
