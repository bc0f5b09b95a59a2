import Synchronization

/// The addresses of the management API: of each node of the broker, any of which speaks for all. The one that answered is asked again.
final class ManagementServers: Sendable {
  private let urls: [String]
  private let present: Mutex<Int>

  /// - Parameter urls: at least one.
  init(_ urls: [String]) {
    self.urls = urls
    present = Mutex(.random(in: urls.indices))
  }

  /// All of them, the one to ask first at the beginning.
  var inTurn: [String] {
    let first = present.withLock(\.self)
    return Array(urls[first...] + urls[..<first])
  }

  /// The next is asked from now on, unless somebody else has seen to that.
  func leave(_ url: String) {
    present.withLock { present in
      if urls[present] == url { present = (present + 1) % urls.count }
    }
  }
}
