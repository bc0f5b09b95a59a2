package import Foundation

/// A Glewlwyd, an OpenID provider, on a free port of 127.0.0.1: as it is after its installation, with an administrator and nobody
/// else. It ends as the other services do.
package final class LocalProvider: Sendable {
  package let port: Int
  private let guardian: ServiceGuard

  package var address: String { "http://127.0.0.1:\(port)" }

  /// - Parameter unpacked: the folder that `scripts/identity-provider` makes.
  package static func start(unpacked: URL) async throws(LocalServiceError) -> LocalProvider {
    let folders = [unpacked.appending(path: "usr/bin").path]
    let program = try Program("glewlwyd", folders: folders, packages: ["glewlwyd"]).path
    return try await startOnFreePorts(1, from: Loopback.freePort) { (ports) async throws(LocalServiceError) in
      let folder = try ServiceFolder(.temporary, service: "glewlwyd")
      let plan = plan(program, in: folder, port: ports[0])
      let (guardian, _) = try await ServiceGuard.starting(plan) { () throws(LocalServiceError) -> Void in
        try copy(unpacked.appending(path: "empty.db"), to: "users.db", in: folder)
        try folder.write(settings(port: ports[0], folder, unpacked), to: "glewlwyd.conf")
      }
      return LocalProvider(port: ports[0], guardian)
    }
  }

  private init(port: Int, _ guardian: ServiceGuard) {
    self.port = port
    self.guardian = guardian
  }

  package func stop() async { await guardian.end() }

  private static func copy(_ file: URL, to name: String, in folder: ServiceFolder) throws(LocalServiceError) {
    do {
      try FileManager.default.copyItem(atPath: file.path, toPath: folder.path(name))
    } catch {
      throw .folderUnusable(folder: folder.url.path, reason: error.localizedDescription)
    }
  }

  private static func plan(_ program: String, in folder: ServiceFolder, port: Int) -> ServicePlan {
    ServicePlan(
      name: "Glewlwyd",
      folder: folder,
      account: nil,
      command: [program, "--config-file=\(folder.path("glewlwyd.conf"))"],
      environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"],
      stopSignal: "TERM",
      answers: {
        let request = "GET /config HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
        return Loopback.ask(port: port, Array(request.utf8)).starts(with: "HTTP/".utf8)
      }
    )
  }

  private static func settings(port: Int, _ folder: ServiceFolder, _ unpacked: URL) -> String {
    let modules = unpacked.appending(path: "usr/lib/glewlwyd").path
    return """
      port = \(port)
      bind_address = "127.0.0.1"
      external_url = "http://127.0.0.1:\(port)"
      log_mode = "console"
      log_level = "INFO"
      cookie_domain = "127.0.0.1"
      cookie_secure = 0
      user_module_path = "\(modules)/user"
      user_middleware_module_path = "\(modules)/user_middleware"
      client_module_path = "\(modules)/client"
      user_auth_scheme_module_path = "\(modules)/scheme"
      plugin_module_path = "\(modules)/plugin"
      database = { type = "sqlite3"; path = "\(folder.path("users.db"))"; };

      """
  }
}
