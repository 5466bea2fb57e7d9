@echo off
rem Credence: builds what is missing, then runs it. "credence help" lists the commands.
setlocal EnableExtensions EnableDelayedExpansion
set "HERE=%~dp0"
set "HERE=%HERE:~0,-1%"
set "MAVEN_VERSION=3.9.16"
if not defined XDG_CACHE_HOME set "XDG_CACHE_HOME=%LOCALAPPDATA%"
set "CACHE=%XDG_CACHE_HOME%\credence"
set "PRODUCTS=%HERE%\releng\org.credence.repository\target\products"

call :find_java || exit /b 1
set "COMMAND=%~1"
if "%COMMAND%"=="" set "COMMAND=workbench"
if "%COMMAND%"=="-h" set "COMMAND=help"
if "%COMMAND%"=="--help" set "COMMAND=help"
set "REST="
:collect
shift
if not "%~1"=="" (
  set REST=!REST! "%~1"
  goto collect
)

if "%COMMAND%"=="test" (
  call :find_maven || exit /b 1
  pushd "%HERE%"
  call "!MVN!" -B -ntp clean verify !REST!
  set "RC=!ERRORLEVEL!"
  popd
  exit /b !RC!
)
call :build || exit /b 1
if "%COMMAND%"=="build" exit /b 0
if "%COMMAND%"=="open" (
  if "!REST!"=="" (
    echo credence: open needs a PATH: credence open FILE-OR-FOLDER... 1>&2
    exit /b 2
  )
  call :headless 1g check
  if errorlevel 1 exit /b !ERRORLEVEL!
  set "COMMAND=workbench"
  set REST= -open !REST!
)
if "!COMMAND!"=="workbench" (
  call :launcher workbench || exit /b 1
  "%JAVA_HOME%\bin\java" -Xmx4g -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -jar "!LAUNCHER!" -showsplash -data "%LOCALAPPDATA%\credence\workspace" !REST!
  exit /b !ERRORLEVEL!
)
call :headless 4g %COMMAND%
exit /b !ERRORLEVEL!

:headless
rem From a plain class path with a cache of classes made once (docs/decisions/0020); through Equinox where bundles were added.
set "MEMORY=%1"
set "OPTIONS=-Djava.awt.headless=true --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC -Djdk.reflect.useNativeAccessorOnly=true"
set "PLAIN=org.credence.headless.internal.PlainStart"
set "HOME_OF=%PRODUCTS%\org.credence.headless.product\win32\win32\x86_64"
fc /b "%HOME_OF%\configuration\org.eclipse.equinox.simpleconfigurator\bundles.info" "%HERE%\target\bundles.info" >nul 2>nul
if errorlevel 1 (
  call :launcher headless || exit /b 1
  "%JAVA_HOME%\bin\java" -Xmx!MEMORY! !OPTIONS! -jar "!LAUNCHER!" -nosplash -data @none %2 !REST!
  exit /b !ERRORLEVEL!
)
set "CP="
set "BUILT="
for %%F in ("%HOME_OF%\plugins\*.jar") do (
  set "OWN=yes"
  echo %%~nF| findstr /b "org.eclipse. org.osgi. org.apache.felix." >nul && set "OWN="
  if defined OWN set "CP=!CP!%%~fF;"
  echo %%~nF| findstr /b "org.credence.headless_" >nul && set "BUILT=%%~nF"
)
set "JDK="
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_RUNTIME_VERSION=" "%JAVA_HOME%\release" 2^>nul') do set "JDK=%%~V"
set "KEPT=%CACHE%\start"
set "FILE=%KEPT%\!BUILT!-!JDK!.cache"
set "RECORD=ArchiveClassesAtExit"
set "REUSE=SharedArchiveFile"
set "QUIET=-Xlog:cds=off"
if !MAJOR! GEQ 25 (
  set "RECORD=AOTCacheOutput"
  set "REUSE=AOTCache"
  set "QUIET=-Xlog:aot=off"
)
if not exist "!FILE!" call :make_cache
set "USE="
if exist "!FILE!" for %%F in ("!FILE!") do if not %%~zF==0 set USE="-XX:!REUSE!=!FILE!" !QUIET!
set "BRIEF="
if "%2"=="info" set "BRIEF=-XX:TieredStopAtLevel=1"
if "%2"=="check" set "BRIEF=-XX:TieredStopAtLevel=1"
if "%2"=="help" set "BRIEF=-XX:TieredStopAtLevel=1"
echo !REST!| findstr /c:"--digest" >nul && set "BRIEF="
"%JAVA_HOME%\bin\java" -Xmx!MEMORY! !OPTIONS! !USE! !BRIEF! -cp "!CP!" !PLAIN! %2 !REST!
exit /b !ERRORLEVEL!

:make_cache
rem In a folder of its own and then moved; an empty file says that none could be made.
set "MAKING=%KEPT%\making.%RANDOM%%RANDOM%"
mkdir "%MAKING%" 2>nul || exit /b 0
echo credence: preparing quick starts, once for this build and this Java 1>&2
"%JAVA_HOME%\bin\java" %OPTIONS% "-XX:%RECORD%=%MAKING%\cache" "-Dcredence.cache=%MAKING%\kept" -cp "!CP!" %PLAIN% rehearse "%MAKING%\files" >"%MAKING%\log" 2>&1
if errorlevel 1 type nul >"%MAKING%\cache"
if not exist "%MAKING%\cache" type nul >"%MAKING%\cache"
del /q "%KEPT%\*.cache" >nul 2>nul
move /y "%MAKING%\cache" "%FILE%" >nul 2>nul
rmdir /s /q "%MAKING%" >nul 2>nul
exit /b 0

:find_java
rem JAVA_HOME first, then javac on the PATH, then the usual folders; 21 or newer.
call :java_fits "%JAVA_HOME%" && exit /b 0
for /f "delims=" %%J in ('where javac 2^>nul') do (
  for %%D in ("%%~dpJ..") do call :java_fits "%%~fD" && exit /b 0
)
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu") do (
  if exist "%%~R" for /d %%D in ("%%~R\*") do call :java_fits "%%~fD" && exit /b 0
)
echo credence: a JDK of version 21 or newer is needed and none was found. Install one, for example Temurin 25, or set JAVA_HOME to it. 1>&2
exit /b 1

:java_fits
if "%~1"=="" exit /b 1
if not exist "%~1\bin\javac.exe" exit /b 1
for /f "tokens=3" %%V in ('""%~1\bin\java" -XshowSettings:properties -version 2>&1 | findstr /c:"java.specification.version ="" ') do set "MAJOR=%%V"
echo !MAJOR!| findstr /r "^[0-9][0-9]*$" >nul || exit /b 1
if !MAJOR! LSS 21 exit /b 1
set "JAVA_HOME=%~1"
exit /b 0

:find_maven
set "MVN=%CACHE%\apache-maven-%MAVEN_VERSION%\bin\mvn.cmd"
if exist "%MVN%" exit /b 0
where mvn >nul 2>nul
if errorlevel 1 (
  echo credence: Apache Maven is needed and was not found on the PATH. Install any version from 3.6 on. 1>&2
  exit /b 1
)
echo credence: fetching Apache Maven %MAVEN_VERSION% into %CACHE% 1>&2
if not exist "%CACHE%" mkdir "%CACHE%"
rem Not from within the project: an older Maven stumbles over the project's own .mvn folder.
pushd "%CACHE%"
call mvn -q -B dependency:copy -Dartifact=org.apache.maven:apache-maven:%MAVEN_VERSION%:zip:bin "-DoutputDirectory=%CACHE%"
if errorlevel 1 (
  popd
  echo credence: Maven %MAVEN_VERSION% could not be fetched; check the network and run again. 1>&2
  exit /b 1
)
"%JAVA_HOME%\bin\jar" xf "apache-maven-%MAVEN_VERSION%-bin.zip"
del "apache-maven-%MAVEN_VERSION%-bin.zip"
popd
exit /b 0

:build
rem Built once, and again when a source is newer than the last build.
set "STAMP=%HERE%\target\built"
powershell -NoProfile -Command "$s='%STAMP%'; if (-not (Test-Path $s)) { exit 1 }; $t=(Get-Item $s).LastWriteTimeUtc; $n=Get-ChildItem '%HERE%\pom.xml','%HERE%\.mvn','%HERE%\target-platform','%HERE%\bundles','%HERE%\features','%HERE%\releng' -Recurse -File | Where-Object { $_.FullName -notmatch '\\(target|bin|bin_test|test)\\' -and $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1; if ($n) { exit 1 } else { exit 0 }"
if not errorlevel 1 exit /b 0
call :find_maven || exit /b 1
echo credence: building; the first build fetches about 300 MB from Maven Central (log: target\build.log) 1>&2
pushd "%HERE%"
call "%MVN%" -B -ntp clean package -Dcredence.platform=win32 -Dcredence.quick -DskipTests -Dspotless.check.skip=true > "%TEMP%\credence-build.log" 2>&1
set "RC=%ERRORLEVEL%"
popd
if not exist "%HERE%\target" mkdir "%HERE%\target"
move /y "%TEMP%\credence-build.log" "%HERE%\target\build.log" >nul
if not "%RC%"=="0" (
  findstr /b /c:"[ERROR]" "%HERE%\target\build.log" 1>&2
  echo credence: the build failed; the whole log is in target\build.log 1>&2
  exit /b 1
)
copy /y "%PRODUCTS%\org.credence.headless.product\win32\win32\x86_64\configuration\org.eclipse.equinox.simpleconfigurator\bundles.info" "%HERE%\target\bundles.info" >nul
echo built> "%STAMP%"
exit /b 0

:launcher
set "LAUNCHER="
for %%F in ("%PRODUCTS%\org.credence.%1.product\win32\win32\x86_64\plugins\org.eclipse.equinox.launcher_*.jar") do set "LAUNCHER=%%~fF"
if defined LAUNCHER exit /b 0
echo credence: the product is incomplete; delete target\built and run again. 1>&2
exit /b 1
