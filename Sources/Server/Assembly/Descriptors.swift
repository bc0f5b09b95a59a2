import Foundation

/// How many files and connections the process may have open.
enum Descriptors {
  /// More than any number of connections of ours needs.
  private static let most: rlim_t = 65_536
  /// What the service needs beside connections of clients and database: broker, issuer, files, libraries.
  private static let others = 100

  /// Raises the limit as far as the system lets us.
  /// - Returns: how many connections of clients there is room for, beside so many to the database.
  static func room(besides database: Int) -> Int {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(resource, &limit) == 0 else { return .max }
    if limit.rlim_cur < min(limit.rlim_max, most) {
      limit.rlim_cur = min(limit.rlim_max, most)
      // What cannot be raised stays, and is read below.
      _ = setrlimit(resource, &limit)
      _ = getrlimit(resource, &limit)
    }
    return max(0, Int(clamping: limit.rlim_cur) - database - others)
  }
}
