@echo off
rem Starts the host or one of its commands. Environment: JAVA_HOME (else java on the PATH), RESEAT_OPTS (more flags
rem for the JVM of "run"), RESEAT_HOME (the home to work on; default: the folder above this one).
setlocal

for %%d in ("%~dp0..") do set "DISTRIBUTION=%%~fd"

set "JAVA=java"
if not defined JAVA_HOME goto check
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto check
echo reseat: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it; correct or unset it 1>&2
exit /b 1

:check
set "MAJOR="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2>&1" ^| findstr /i " version "') do if not defined MAJOR set "MAJOR=%%~v"
if not defined MAJOR (
    echo reseat: no java on the PATH and no JAVA_HOME; install Java 17 or later 1>&2
    exit /b 1
)
for /f "delims=.-+ tokens=1" %%m in ("%MAJOR%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
    echo reseat: "%JAVA%" is too old: 17 or later is needed; set JAVA_HOME 1>&2
    exit /b 1
)

set "FLAGS=-XX:TieredStopAtLevel=1 -Xshare:auto"
set "OPTIONS="
if "%~1"=="run" set "FLAGS=-Xss512k -Xms24m"
if "%~1"=="run" set "OPTIONS=%RESEAT_OPTS%"
rem A JVM refuses two collectors.
set "COLLECTOR=-XX:+UseSerialGC"
set GIVEN=%JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS% %OPTIONS%
if defined GIVEN echo "%GIVEN%" | findstr /r /c:"-XX:+Use.*GC" >nul && set "COLLECTOR="

"%JAVA%" %COLLECTOR% %FLAGS% %OPTIONS% "-Dreseat.distribution=%DISTRIBUTION%" -jar "%DISTRIBUTION%\lib\reseat-host.jar" %*
exit /b %ERRORLEVEL%
