/// The ways that the instances take to their servers.
struct Networks: Sendable {
  /// A way to each server of one kind.
  struct Way: Sendable {
    /// By the port of the server itself.
    let links: [(server: Int, link: NetworkLink)]

    static func open(to ports: [Int]) async throws -> Way {
      var links: [(Int, NetworkLink)] = []
      for port in ports { links.append((port, try await NetworkLink.open(to: port))) }
      return Way(links: links)
    }

    func set(_ condition: NetworkCondition) {
      for (_, link) in links { link.set(condition) }
    }

    func close() async {
      for (_, link) in links { await link.close() }
    }

    /// Whether there is a way to the server with this port. Without, whoever goes it is refused at once, as by a machine whose server is dead:
    /// libpq tries the next server then, and not when it is hung up on.
    func set(isOpen: Bool, to server: Int) async throws {
      for (port, link) in links where port == server {
        if isOpen { try await link.listen() } else { await link.close() }
      }
    }

    var figures: NetworkLink.Figures { links.map(\.link.figures).reduce(NetworkLink.Figures(), +) }

    /// The address of all the servers, by this way.
    func address(_ address: String) -> String {
      links.reduce(address) { $0.replacing(":\($1.server)", with: ":\($1.link.port)") }
    }
  }

  let database: Way
  let broker: Way

  static func open(databases: [Int], brokers: [Int]) async throws -> Networks {
    Networks(database: try await .open(to: databases), broker: try await .open(to: brokers))
  }

  func close() async {
    await database.close()
    await broker.close()
  }
}
