/// The loops of this process that a command may give work. Other processes hear of it through ``WakeBroadcast``.
public struct Wakes: Sendable {
  public let outbox = Wake()
  public let timers = Wake()

  public init() {}
}
