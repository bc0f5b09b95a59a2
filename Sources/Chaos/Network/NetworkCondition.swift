/// What a link does to what goes over it.
enum NetworkCondition: Sendable {
  /// It passes all on at once.
  case clear
  /// All arrives so much later, each way.
  case slow(Duration)
  /// So many bytes a second, each way of each connection.
  case narrow(Int)
  /// Nothing arrives, also not that somebody hung up.
  case stalled
  /// Each time that so many bytes more have gone over the link, whichever connection carries the last of them ends there, in the middle
  /// of what it was saying. After the last time the link is clear.
  case cutting([Int])
}
