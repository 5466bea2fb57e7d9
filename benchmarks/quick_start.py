"""Starts Java as the launching script of the product does: with a cache of classes that an earlier run made once
(docs/decisions/0020). The run that makes it does a little of the same work on other files."""
import os
import subprocess

HOME = os.environ.get("JAVA_HOME")
JAVA = os.environ.get("JAVA") or (os.path.join(HOME, "bin", "java") if HOME else "java")
OPTIONS = ["-XX:+UseParallelGC", "-Djava.awt.headless=true", "-Djdk.reflect.useNativeAccessorOnly=true"]
# What the script adds for commands that only read headers.
HEADERS_ONLY = ["-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"]


def version():
    said = subprocess.run([JAVA, "-XshowSettings:properties", "-version"], stderr=subprocess.PIPE, text=True).stderr
    return int(said.split("java.specification.version = ")[1].split()[0])


def prepare(file, class_path, main, arguments):
    """The beginning of a command line that uses a cache in a file, which one run with these arguments makes."""
    ahead_of_time = version() >= 25
    record, use = ("AOTCacheOutput", "AOTCache") if ahead_of_time else ("ArchiveClassesAtExit", "SharedArchiveFile")
    start = [JAVA] + OPTIONS
    subprocess.run(start + ["-XX:%s=%s" % (record, file), "-cp", class_path, main] + arguments, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return start + ["-XX:%s=%s" % (use, file)]
