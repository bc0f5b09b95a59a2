import Foundation

/// The data and the command line of one PostgreSQL. As root everything runs as the `postgres` user: PostgreSQL refuses
/// to run as root.
struct PostgresCluster: Sendable {
  static let superuser = "postgres"
  private static let account: String? = geteuid() == 0 ? "postgres" : nil
  private static let environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"]

  private let folder: ServiceFolder
  private let data: URL
  let programs: String

  init(_ folder: LocalFolder) async throws(LocalServiceError) {
    programs = try Self.findPrograms()
    self.folder = try ServiceFolder(folder, service: "postgresql")
    data = try await Self.dataFolder(for: self.folder)
  }

  func plan(port: Int, durability: Durability, settings: [String: String]) -> ServicePlan {
    let all = Self.settings(port: port, durability: durability).merging(settings) { $1 }
    let options = all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    return ServicePlan(
      name: "PostgreSQL",
      folder: folder,
      account: Self.account,
      command: ["\(programs)/postgres", "-D", data.path] + options,
      environment: Self.environment,
      stopSignal: "INT",  // a fast shutdown: connections that are open are ended
      answers: { Self.answers(port: port) }
    )
  }

  /// Makes the database cluster when it is not there, and returns the superuser's password.
  func prepare(_ durability: Durability) async throws(LocalServiceError) -> String {
    let password = try folder.password()
    try await makeData { unfinished in
      try await withPasswordFile(password) { passwordFile in
        try await run(
          [
            "initdb", "-D", unfinished, "-U", Self.superuser, "--pwfile", passwordFile, "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
          ] + (durability == .relaxed ? ["--no-sync"] : [])
        )
      }
    }
    return password
  }

  /// Copies the data of another, and has it follow that one from then on.
  func follow(_ primary: LocalPostgres) async throws(LocalServiceError) {
    try await makeData { unfinished in
      try await run(
        [
          "pg_basebackup", "-D", unfinished, "-h", "127.0.0.1", "-p", "\(primary.port)", "-U", primary.superuser,
          "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync",
        ],
        environment: ["PGPASSWORD": primary.password]
      )
    }
  }

  /// Takes back what the data have and another, which took over, has not; they follow that one from then on.
  func rewind(to primary: LocalPostgres) async throws(LocalServiceError) {
    let source = "host=127.0.0.1 port=\(primary.port) user=\(primary.superuser) dbname=postgres"
    do {
      try await run(
        ["pg_rewind", "-D", data.path, "--source-server", source, "--write-recovery-conf", "--no-sync"],
        environment: ["PGPASSWORD": primary.password]
      )
    } catch let error as LocalServiceError {
      throw error
    } catch {
      throw .folderUnusable(folder: data.path, reason: error.localizedDescription)
    }
  }

  /// Has `make` fill the folder of the data, when it is not there. The folder gets its final name only when it is
  /// complete, so an interrupted first start is simply done again.
  private func makeData(_ make: (_ unfinished: String) async throws -> Void) async throws(LocalServiceError) {
    let files = FileManager.default
    guard !files.fileExists(atPath: data.path) else { return }
    let unfinished = data.appendingPathExtension("unfinished")
    do {
      if files.fileExists(atPath: unfinished.path) { try files.removeItem(at: unfinished) }
      try files.createDirectory(at: unfinished, withIntermediateDirectories: false)
      try giveToAccount(unfinished.path, mode: 0o700)
      try await make(unfinished.path)
      try files.moveItem(at: unfinished, to: data)
    } catch let error as LocalServiceError {
      throw error
    } catch {
      throw .folderUnusable(folder: data.path, reason: error.localizedDescription)
    }
  }

  private func withPasswordFile(_ password: String, _ use: (_ path: String) async throws -> Void) async throws {
    let file = data.appendingPathExtension("password")
    try Data(password.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }  // what is left is a file only its owner can read
    try giveToAccount(file.path, mode: 0o600)
    try await use(file.path)
  }

  private func giveToAccount(_ path: String, mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    guard let account = Self.account else { return }
    try FileManager.default.setAttributes([.ownerAccountName: account], ofItemAtPath: path)
  }

  /// Runs one of PostgreSQL's own programs.
  private func run(_ command: [String], environment: [String: String] = [:]) async throws {
    let (status, output) = try await Program.run(
      Self.asAccount + ["\(programs)/\(command[0])"] + command.dropFirst(),
      environment: Self.environment.merging(environment) { $1 }
    )
    guard status == 0 else {
      let log = output.split(separator: "\n").map(String.init)
      throw LocalServiceError.notStarted(service: "PostgreSQL", fault: .unprepared, log: log)
    }
  }

  private static var asAccount: [String] {
    account.map { ["/usr/bin/setpriv", "--reuid", $0, "--regid", $0, "--init-groups"] } ?? []
  }

  /// Debian keeps the programs of each version in a folder of their own, outside `PATH`; the newest is taken.
  private static func findPrograms() throws(LocalServiceError) -> String {
    let root = "/usr/lib/postgresql"
    // No such folder means that Debian's package is not installed; PostgreSQL may still be in `PATH`.
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let newestFirst = versions.compactMap(Int.init).sorted(by: >).map { "\(root)/\($0)/bin" }
    let initdb = try Program("initdb", folders: newestFirst, packages: ["postgresql", "rabbitmq-server"])
    return URL(filePath: initdb.path).resolvingSymlinksInPath().deletingLastPathComponent().path
  }

  /// In the service's folder. When the `postgres` user cannot come there, as below a home folder closed to others, in
  /// `/var/tmp` under a name that tells which folder it belongs to.
  private static func dataFolder(for folder: ServiceFolder) async throws(LocalServiceError) -> URL {
    let inside = folder.url.appending(path: "data")
    guard let account, await !canReach(folder.url.path) else { return inside }
    guard !folder.isTemporary else {
      let reason = "the user \(account) cannot come there; set TMPDIR to a folder that is open to all"
      throw .folderUnusable(folder: folder.url.path, reason: reason)
    }
    let name = "casusregie" + folder.url.path.replacing("/", with: "-")
    return URL(filePath: "/var/tmp/\(name)")
  }

  private static func canReach(_ path: String) async -> Bool {
    // Not being able to ask counts as "no".
    (try? await Program.run(asAccount + ["/usr/bin/test", "-x", path], environment: environment).status) == 0
  }
}
