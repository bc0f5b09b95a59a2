extension PostgresCluster {
  /// The settings a local PostgreSQL always has; all else is PostgreSQL's own default.
  static func settings(port: Int, durability: Durability) -> [String: String] {
    var settings = [
      "listen_addresses": "127.0.0.1",
      "port": "\(port)",
      // A path in a deep folder is longer than a socket's name may be, and everyone here speaks TCP.
      "unix_socket_directories": "",
      // In the folder, and gone with it: what a killed server has in /dev/shm stays there.
      "dynamic_shared_memory_type": "mmap",
      "max_connections": "200",
      "cluster_name": "casusregie",
      // The statement of a failed query can hold personal data.
      "log_min_error_statement": "panic",
    ]
    if durability == .relaxed {
      settings.merge(["fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"]) { $1 }
    }
    return settings
  }

  /// Whether it lets a client in: it answers the protocol's first message with a request to authenticate, and with an
  /// error while it starts, recovers or stops.
  static func answers(port: Int) -> Bool {
    let parameters = "user\0\(superuser)\0database\0postgres\0\0".utf8
    let version: [UInt8] = [0, 3, 0, 0]
    let length = UInt32(4 + version.count + parameters.count)
    let message = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + version + parameters
    return Loopback.ask(port: port, message).first == UInt8(ascii: "R")
  }
}
