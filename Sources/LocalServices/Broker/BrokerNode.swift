import Foundation

/// The data, settings and command line of one RabbitMQ.
struct BrokerNode: Sendable {
  static let adminUser = "admin"

  private let folder: ServiceFolder
  private let program: String
  /// `nil` below a folder whose name RabbitMQ's own scripts would take for several words, and for a RabbitMQ of another make.
  private let links: BrokerLinks?
  private let extras: BrokerExtras

  init(_ folder: LocalFolder, _ extras: BrokerExtras = BrokerExtras()) throws(LocalServiceError) {
    self.extras = extras
    // Not Debian's /usr/sbin/rabbitmq-server: that one changes to the `rabbitmq` user and its fixed folders.
    program = try Program(
      "rabbitmq-server",
      folders: ["/usr/lib/rabbitmq/bin"],
      packages: ["postgresql", "rabbitmq-server"]
    ).path
    self.folder = try ServiceFolder(folder, service: "rabbitmq")
    let place = self.folder.url.appending(path: "program")
    links =
      place.path.contains(#/[^A-Za-z0-9_\/.+-]/#) ? nil : BrokerLinks(to: program, in: place, plugins: extras.plugins)
  }

  func plan(_ ports: BrokerPorts) -> ServicePlan {
    ServicePlan(
      name: "RabbitMQ",
      folder: folder,
      account: nil,
      command: [program],
      environment: environment(ports),
      stopSignal: "TERM",
      answers: { ports.answer() }
    )
  }

  /// Writes the settings and returns the administrator's password.
  func prepare(_ ports: BrokerPorts) throws(LocalServiceError) -> String {
    let password = if let member = extras.member { member.secret } else { try folder.password() }
    let more = (extras.member?.settings ?? "") + extras.settings
    try folder.write(Self.settings(ports, password: password) + more, to: "rabbitmq.conf")
    if let member = extras.member { try folder.write(member.secret, to: ".erlang.cookie") }
    let plugins = ["rabbitmq_management"] + extras.plugins
    try folder.write("[\(plugins.joined(separator: ","))].\n", to: "enabled_plugins")
    do {
      try links?.make()
    } catch {
      throw .folderUnusable(folder: folder.url.path, reason: error.localizedDescription)
    }
    return password
  }

  /// RabbitMQ reads where its files are from the environment. None of them is outside the folder, and nothing of the
  /// machine's own broker in /etc/rabbitmq is read.
  private func environment(_ ports: BrokerPorts) -> [String: String] {
    var environment = [
      "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
      "HOME": folder.url.path,  // the Erlang cookie is made here
      "RABBITMQ_NODENAME": Self.nodeName,
      "RABBITMQ_DIST_PORT": "\(ports.distribution)",
      "RABBITMQ_CONF_ENV_FILE": folder.path("rabbitmq-env.conf"),
      "RABBITMQ_CONFIG_FILE": folder.path("rabbitmq.conf"),
      "RABBITMQ_ADVANCED_CONFIG_FILE": folder.path("advanced.config"),
      "RABBITMQ_ENABLED_PLUGINS_FILE": folder.path("enabled_plugins"),
      "RABBITMQ_FEATURE_FLAGS_FILE": folder.path("feature_flags"),
      "RABBITMQ_PLUGINS_EXPAND_DIR": folder.path("plugins"),
      "RABBITMQ_GENERATED_CONFIG_DIR": folder.path("config"),
      "RABBITMQ_MNESIA_DIR": folder.path("data"),
      "RABBITMQ_LOG_BASE": folder.path("log"),
      "RABBITMQ_PID_FILE": folder.path("pid"),
      "RABBITMQ_LOGS": "-",
      "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": Self.erlangArguments(ports),
      "ERL_CRASH_DUMP_SECONDS": "0",
    ]
    if let links { environment.merge(links.environment) { $1 } }
    if let member = extras.member { environment.merge(member.environment) { $1 } }
    return environment
  }
}
