import Foundation

/// A mount namespace of this process alone: what is mounted in it nobody else sees, and it goes with the process, however that ends.
package enum MountNamespace {
  /// The variable of the environment by which a process knows that it is in one.
  private static let marker = "PROCESS_WITH_OWN_MOUNTS"

  /// Begins this program anew in a namespace of its own, with the same arguments and the same process number; so it is called before
  /// anything else is done. In one already, and where none may be made, it goes on.
  /// - Returns: why file systems cannot be mounted; `nil` when they can.
  package static func enter() async throws -> String? {
    guard geteuid() == 0 else { return "that takes root" }
    let unshare: String
    do { unshare = try Program("unshare", folders: ["/usr/bin"], packages: ["util-linux"]).path } catch {
      return "\(error)"
    }
    // Whoever may make one may mount in it.
    let command = [unshare, "--mount", "--propagation", "slave"]
    let tried = try await Program.run(command + ["/bin/true"], environment: ["PATH": "/usr/bin:/bin"])
    guard tried.status == 0 else { return "no mount namespace can be made here" }
    if isOwn { return nil }
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    replace(with: command + [program] + CommandLine.arguments.dropFirst())
    return "this program could not be begun anew (\(errno))"
  }

  /// Whether this process began itself anew. Its number stays the same by that, and those that it starts have others.
  private static var isOwn: Bool {
    ProcessInfo.processInfo.environment[marker] == "\(ProcessInfo.processInfo.processIdentifier)"
  }

  /// Returns only when it fails.
  private static func replace(with command: [String]) {
    setenv(marker, "\(ProcessInfo.processInfo.processIdentifier)", 1)
    var arguments = command.map { strdup($0) } + [nil]
    // On a thread of Dispatch all signals are blocked, and a program that is begun anew would keep that: Ctrl-C would do nothing.
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
    execv(command[0], &arguments)
    for argument in arguments { free(argument) }
  }
}
